package dev.loam.modules.auth.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A hash as Firebase makes it: the key of its project, enciphered under a key that scrypt derives
/// from the password.
///
/// Form: `$fbscrypt$v=1,n=14,r=8,p=1,ss=<salt separator>,sk=<signer key>$salt$hash`, where `n` is
/// the binary logarithm of the cost.
/// Source: the documentation of Firebase's scrypt.
record FirebaseHash(ScryptHash scrypt, byte[] signerKey) implements StoredHash {
    private static final int CIPHER_KEY_BYTES = 32;

    FirebaseHash {
        Phc.require(signerKey.length == scrypt.hash().length);
    }

    static FirebaseHash read(Phc phc) {
        phc.number("v", 1, 1);
        var salt = phc.salt();
        var separator = phc.bytesOf("ss");
        var salted = Arrays.copyOf(salt, salt.length + separator.length);
        System.arraycopy(separator, 0, salted, salt.length, separator.length);
        return new FirebaseHash(
                new ScryptHash(phc.number("n", 1, 20), phc.number("r", 1, 64),
                        phc.number("p", 1, 16), salted, phc.hash()),
                phc.bytesOf("sk"));
    }

    @Override
    public boolean matches(byte[] password) {
        var key = scrypt.derive(password, CIPHER_KEY_BYTES);
        return MessageDigest.isEqual(scrypt.hash(), encipher(key, signerKey));
    }

    /// Each key enciphers one text only, and so the counter may begin at zero.
    private static byte[] encipher(byte[] key, byte[] text) {
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(new byte[cipher.getBlockSize()]));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }
}
