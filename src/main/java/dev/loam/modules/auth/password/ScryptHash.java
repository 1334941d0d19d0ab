package dev.loam.modules.auth.password;

import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.SCrypt;

/// A hash by scrypt: `$scrypt$ln=15,r=8,p=1$salt$hash`.
///
/// Source: RFC 7914; the form is that of passlib.
record ScryptHash(int costLog2, int blockSize, int parallelism, byte[] salt, byte[] hash)
        implements StoredHash {
    private static final int COST_LOG2_MAX = 20;

    /// 128 bytes each: 128 MiB of memory.
    private static final long BLOCKS_MAX = 1 << 20;

    /// What a hash costs in time.
    private static final long BLOCKS_PASSED_MAX = 2 * BLOCKS_MAX;

    ScryptHash {
        long blocks = (1L << costLog2) * blockSize;
        Phc.require(blocks <= BLOCKS_MAX && blocks * parallelism <= BLOCKS_PASSED_MAX);
    }

    static ScryptHash read(Phc phc) {
        return new ScryptHash(phc.number("ln", 1, COST_LOG2_MAX), phc.number("r", 1, 64),
                phc.number("p", 1, 16), phc.salt(), phc.hash());
    }

    @Override
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(hash, derive(password, hash.length));
    }

    byte[] derive(byte[] password, int bytes) {
        return SCrypt.generate(password, salt, 1 << costLog2, blockSize, parallelism, bytes);
    }
}
