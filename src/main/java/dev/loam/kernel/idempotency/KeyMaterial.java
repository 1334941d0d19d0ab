package dev.loam.kernel.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A key together with whose it is, and what is made of them: the id under which an answer lies,
/// and the seal on it. Answers can hold tokens; whoever sees the table, a backup or the log of the
/// database, but not the client's key, can neither tell what was asked nor what was answered.
///
/// Source: NIST SP 800-38D, "Galois/Counter Mode".
final class KeyMaterial {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] secret;

    /// `caller` names whoever sent the key.
    KeyMaterial(String caller, String key) {
        byte[] of = caller.getBytes(StandardCharsets.UTF_8);
        byte[] sent = key.getBytes(StandardCharsets.US_ASCII);
        // No text in UTF-8 has the byte between them.
        secret = Arrays.copyOf(of, of.length + 1 + sent.length);
        secret[of.length] = (byte) 0xFF;
        System.arraycopy(sent, 0, secret, of.length + 1, sent.length);
    }

    byte[] id() {
        return digest("id").digest();
    }

    /// A digest that has taken in the key and what it is for.
    MessageDigest digest(String purpose) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(purpose.getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) 0xFF);
            digest.update(secret);
            digest.update((byte) 0xFF);
            return digest;
        } catch (NoSuchAlgorithmException wrong) {
            throw new IllegalStateException("every JDK has it", wrong);
        }
    }

    /// `nonce` are 12 bytes that were never used before.
    byte[] sealed(byte[] plain, byte[] nonce) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    byte[] opened(byte[] sealed) {
        try {
            Cipher cipher =
                    cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES));
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException("a kept answer was changed by somebody", wrong);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(digest("seal").digest(), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    static int nonceBytes() {
        return NONCE_BYTES;
    }
}
