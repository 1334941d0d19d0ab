package dev.loam.adapters.httpserver;

import dev.loam.base.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/// Reads a certificate and its key from their files.
final class PairReader {
    private static final int FILE_BYTES_MAX = 1 << 20;

    private PairReader() {
    }

    /// Fails with a `Refusal` of a [TlsFailure].
    static Certificates.Entry read(TlsConfig.Pair pair, Secret passphrase) {
        X509Certificate[] chain = chain(pair.certificate());
        PrivateKey key = PemKey.read(pair.key(), text("tls.key", pair.key()), passphrase);
        if (!belong(chain[0], key)) {
            throw new TlsFailure.Mismatch(pair.certificate(), pair.key()).refusal();
        }
        try {
            return Certificates.Entry.of(chain, key);
        } catch (IllegalArgumentException malformed) {
            throw new TlsFailure.BadCertificate(
                    pair.certificate(), malformed.getMessage()).refusal();
        }
    }

    private static X509Certificate[] chain(Path file) {
        String pem = text("tls.certificate", file);
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new TlsFailure.BadCertificate(file, "it has no such block").refusal();
        }
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException malformed) {
            throw new TlsFailure.BadCertificate(file, malformed.getMessage()).refusal();
        }
    }

    /// Shown by signing with the one and verifying with the other.
    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] words = "these two belong together".getBytes(StandardCharsets.US_ASCII);
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(words);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(words);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static String text(String setting, Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new TlsFailure.Unreadable(setting, file, "it is too large").refusal();
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            throw new TlsFailure.Unreadable(setting, file, "there is no such file").refusal();
        } catch (IOException failure) {
            throw new TlsFailure.Unreadable(setting, file, failure.toString()).refusal();
        }
    }
}
