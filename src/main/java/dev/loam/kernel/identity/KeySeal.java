package dev.loam.kernel.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import dev.loam.base.config.Secret;
import dev.loam.ports.time.Chance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Seals key pairs, so that who reads the database or a copy of it can sign nothing, and who can
/// write into it can add no key: a pair whose seal does not open is no key of ours.
///
/// AES-256-GCM under a key that HKDF with SHA-256 draws from the project's secret; the name of the
/// pair and its algorithm are bound in. With another secret nothing opens.
/// Source: RFC 5869; NIST SP 800-38D.
public final class KeySeal {
    private static final byte[] PURPOSE =
            "loam signing keys, sealed v1".getBytes(StandardCharsets.UTF_8);
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final Chance chance;

    public KeySeal(Secret secret, Chance chance) {
        this.chance = chance;
        try {
            this.key = KDF.getInstance("HKDF-SHA256").deriveKey("AES",
                    HKDFParameterSpec.ofExtract().addIKM(secret.utf8()).thenExpand(PURPOSE, 32));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no HKDF with SHA-256", missing);
        }
    }

    /// A standby of a new pair.
    StoredKey standby(JWK pair, SigningAlgorithm algorithm, Instant now) {
        try {
            var id = pair.computeThumbprint().toString();
            var nonce = chance.bytes(NONCE_BYTES);
            var locked = cipher(Cipher.ENCRYPT_MODE, nonce, id, algorithm)
                    .doFinal(pair.toJSONString().getBytes(StandardCharsets.UTF_8));
            var sealed = ByteBuffer.allocate(1 + NONCE_BYTES + locked.length)
                    .put(VERSION).put(nonce).put(locked).array();
            return new StoredKey(id, algorithm, StoredKey.Status.STANDBY,
                    SigningKey.published(pair, id, algorithm).toJSONString(),
                    Base64.getEncoder().encodeToString(sealed), now, null, null, null);
        } catch (GeneralSecurityException | JOSEException bad) {
            throw new IllegalStateException("a key pair could not be sealed", bad);
        }
    }

    /// The pair inside, null where the seal does not open.
    JWK open(StoredKey stored) {
        try {
            var sealed = ByteBuffer.wrap(Base64.getDecoder().decode(stored.sealed()));
            if (sealed.remaining() <= 1 + NONCE_BYTES || sealed.get() != VERSION) {
                return null;
            }
            var nonce = new byte[NONCE_BYTES];
            sealed.get(nonce);
            var locked = new byte[sealed.remaining()];
            sealed.get(locked);
            var json = cipher(Cipher.DECRYPT_MODE, nonce, stored.id(), stored.algorithm())
                    .doFinal(locked);
            return JWK.parse(new String(json, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | ParseException | IllegalArgumentException bad) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String id, SigningAlgorithm algorithm)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((algorithm + " " + id).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
