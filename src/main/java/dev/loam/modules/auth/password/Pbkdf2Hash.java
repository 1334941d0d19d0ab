package dev.loam.modules.auth.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A hash by PBKDF2: `$pbkdf2-sha256$600000$salt$hash`, the rounds with or without `i=` or
/// `rounds=` before them.
///
/// Source: RFC 8018 section 5.2; the form is that of passlib.
record Pbkdf2Hash(String algorithm, int rounds, byte[] salt, byte[] hash) implements StoredHash {
    private static final int ROUNDS_MAX = 1_000_000;

    static Pbkdf2Hash read(Phc phc) {
        boolean sha256 = phc.kind().equals("pbkdf2-sha256");
        // A second block would double the cost here, but not for who guesses passwords.
        Phc.require(phc.hash().length <= (sha256 ? 32 : 64));
        return new Pbkdf2Hash(sha256 ? "HmacSHA256" : "HmacSHA512",
                phc.number(phc.parameters().containsKey("i") ? "i" : "rounds", 1, ROUNDS_MAX),
                phc.salt(), phc.hash());
    }

    @Override
    public boolean matches(byte[] password) {
        try {
            return MessageDigest.isEqual(hash, Arrays.copyOf(firstBlock(password), hash.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-2", e);
        }
    }

    private byte[] firstBlock(byte[] password) throws GeneralSecurityException {
        var mac = Mac.getInstance(algorithm);
        // Java refuses an empty key, to which a zero is the same by definition of HMAC.
        mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, algorithm));
        mac.update(salt);
        var round = mac.doFinal(new byte[] {0, 0, 0, 1});
        var block = round.clone();
        for (int i = 1; i < rounds; i++) {
            round = mac.doFinal(round);
            for (int j = 0; j < block.length; j++) {
                block[j] ^= round[j];
            }
        }
        return block;
    }
}
