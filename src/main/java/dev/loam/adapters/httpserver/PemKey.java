package dev.loam.adapters.httpserver;

import dev.loam.base.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Reads a private key in PEM: PKCS#8, plain or encrypted, and the older forms of RSA (PKCS#1) and
/// of elliptic curves (RFC 5915), which are put into PKCS#8.
final class PemKey {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private PemKey() {
    }

    /// Fails with a `Refusal` of a [TlsFailure]. `passphrase` may be null.
    static PrivateKey read(Path file, String pem, Secret passphrase) {
        for (int at = pem.indexOf(BEGIN); at >= 0; at = pem.indexOf(BEGIN, at + 1)) {
            int end = pem.indexOf(DASHES, at + BEGIN.length());
            String kind = end < 0 ? "" : pem.substring(at + BEGIN.length(), end);
            if (kind.endsWith("PRIVATE KEY")) {
                int stop = pem.indexOf("-----END " + kind, end);
                if (stop < 0) {
                    throw bad(file, "it ends within the key");
                }
                return key(file, kind, pem.substring(end + DASHES.length(), stop), passphrase);
            }
        }
        throw bad(file, "it holds no private key in PEM");
    }

    private static PrivateKey key(Path file, String kind, String text, Secret passphrase) {
        if (text.contains("ENCRYPTED")) {
            throw bad(file, "this old form of encryption is not read; convert it by"
                    + " openssl pkcs8 -topk8");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text);
            return switch (kind) {
                case "PRIVATE KEY" -> ofPkcs8(PrivateKeyInfo.getInstance(der));
                case "RSA PRIVATE KEY" -> ofPkcs8(new PrivateKeyInfo(new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        RSAPrivateKey.getInstance(der)));
                case "EC PRIVATE KEY" -> ofPkcs8(curve(ECPrivateKey.getInstance(der)));
                case "ENCRYPTED PRIVATE KEY" -> encrypted(file, der, passphrase);
                default -> throw bad(file, "a key of this kind is not read: " + kind);
            };
        } catch (IOException | GeneralSecurityException | IllegalArgumentException
                 | NullPointerException | IllegalStateException malformed) {
            throw bad(file, "the private key is malformed: " + malformed.getMessage());
        }
    }

    private static PrivateKeyInfo curve(ECPrivateKey key) throws IOException {
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey,
                key.getParametersObject()), key);
    }

    private static PrivateKey encrypted(Path file, byte[] der, Secret passphrase)
            throws IOException {
        if (passphrase == null) {
            throw new TlsFailure.BadPassphrase(file).refusal();
        }
        try {
            var info = new EncryptedPrivateKeyInfo(der);
            var parameters = info.getAlgParameters();
            // For PBES2 the name of the whole scheme is that of its parameters.
            String scheme = info.getAlgName().equals("PBES2")
                    || info.getAlgName().equals("1.2.840.113549.1.5.13")
                    ? parameters.toString() : info.getAlgName();
            var secret = SecretKeyFactory.getInstance(scheme)
                    .generateSecret(new PBEKeySpec(passphrase.value().toCharArray()));
            var cipher = Cipher.getInstance(scheme);
            cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
            return ofPkcs8(PrivateKeyInfo.getInstance(info.getKeySpec(cipher).getEncoded()));
        } catch (GeneralSecurityException wrong) {
            throw new TlsFailure.BadPassphrase(file).refusal();
        }
    }

    private static PrivateKey ofPkcs8(PrivateKeyInfo info)
            throws IOException, GeneralSecurityException {
        String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String name = switch (oid) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
            case "1.2.840.10045.2.1" -> "EC";
            default -> "EdDSA";
        };
        return KeyFactory.getInstance(name)
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static RuntimeException bad(Path file, String why) {
        return new TlsFailure.BadKey(file, why).refusal();
    }
}
