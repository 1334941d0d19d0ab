package dev.loam.modules.auth.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Another service's tokens while they wait for the app to fetch them, sealed with the code that it
/// has and the database has not.
///
/// A key serves for one code and once for each kind of token, which so has its own initialization
/// vector.
public enum SealedTokens {
    ACCESS, REFRESH;

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    /// Null for null.
    public String seal(String code, String token) {
        return token == null ? null : Base64.getEncoder().encodeToString(
                crypt(Cipher.ENCRYPT_MODE, code, token.getBytes(StandardCharsets.UTF_8)));
    }

    /// Null for null, and for what was sealed otherwise.
    public String open(String code, String sealed) {
        if (sealed == null) {
            return null;
        }
        try {
            var bytes = Base64.getDecoder().decode(sealed);
            return new String(crypt(Cipher.DECRYPT_MODE, code, bytes), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private byte[] crypt(int mode, String code, byte[] bytes) {
        var key = HexFormat.of().parseHex(Hashes.sha256("provider tokens\0" + code));
        var iv = new byte[IV_BYTES];
        iv[0] = (byte) ordinal();
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException foreign) {
            throw new IllegalArgumentException("not sealed with this code");
        }
    }
}
