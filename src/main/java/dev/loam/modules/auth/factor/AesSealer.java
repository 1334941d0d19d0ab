package dev.loam.modules.auth.factor;

import dev.loam.base.config.Secret;
import dev.loam.ports.time.Chance;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Seals with AES-256-GCM, under a key that is made from the project's secret.
///
/// Stored is `sealed:1:` and the base64 of nonce and ciphertext. The owner is authenticated with
/// it, so that nobody who writes to the table can pass one person's secret off as another's.
/// Source: NIST SP 800-38D; RFC 5869.
public final class AesSealer implements Sealer {
    private static final String MARK = "sealed:1:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKey key;
    private final Chance chance;

    public AesSealer(Secret projectSecret, Chance chance) {
        try {
            this.key = KDF.getInstance("HKDF-SHA256").deriveKey("AES",
                    HKDFParameterSpec.ofExtract().addIKM(projectSecret.utf8())
                            .thenExpand("auth.mfa_factors.secret"
                                    .getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        this.chance = chance;
    }

    @Override
    public String seal(String secret, String owner) {
        var nonce = chance.bytes(NONCE_BYTES);
        var sealed = run(Cipher.ENCRYPT_MODE, nonce, owner,
                secret.getBytes(StandardCharsets.UTF_8));
        var both = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
        return MARK + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String open(String stored, String owner) {
        if (!stored.startsWith(MARK)) {
            return stored;
        }
        var both = Base64.getDecoder().decode(stored.substring(MARK.length()));
        var nonce = Arrays.copyOf(both, NONCE_BYTES);
        return new String(run(Cipher.DECRYPT_MODE, nonce, owner,
                Arrays.copyOfRange(both, NONCE_BYTES, both.length)), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, String owner, byte[] input) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException bad) {
            throw new IllegalStateException(
                    "A factor's secret was sealed with another project secret", bad);
        }
    }
}
