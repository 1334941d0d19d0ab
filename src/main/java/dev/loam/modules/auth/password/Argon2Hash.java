package dev.loam.modules.auth.password;

import dev.loam.modules.auth.config.PasswordConfig.Hashing;
import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A hash by Argon2id or Argon2i.
///
/// Source: RFC 9106.
record Argon2Hash(
        int type, int version, int memoryKibibytes, int iterations, int parallelism, byte[] salt,
        byte[] tag) implements StoredHash {
    static final int MEMORY_KIBIBYTES_MAX = 256 * 1_024;
    static final int ITERATIONS_MAX = 32;
    static final int PARALLELISM_MAX = 16;
    static final int SALT_BYTES = 16;
    static final int TAG_BYTES = 32;

    /// Memory times passes: what a hash costs in time.
    private static final long KIBIBYTES_PASSED_MAX = 3L * MEMORY_KIBIBYTES_MAX;
    private static final int SALT_BYTES_MIN = 8;

    Argon2Hash {
        Phc.require(memoryKibibytes >= 8 * parallelism
                && (long) memoryKibibytes * iterations <= KIBIBYTES_PASSED_MAX
                && salt.length >= SALT_BYTES_MIN);
    }

    static Argon2Hash read(Phc phc) {
        int type = phc.kind().equals("argon2id")
                ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i;
        int version = phc.number("v", 16, 16, 19);
        Phc.require(version == 16 || version == 19);
        return new Argon2Hash(type, version,
                phc.number("m", 8, MEMORY_KIBIBYTES_MAX), phc.number("t", 1, ITERATIONS_MAX),
                phc.number("p", 1, PARALLELISM_MAX), phc.salt(), phc.hash());
    }

    /// Of a password (UTF-8), by Argon2id.
    static Argon2Hash make(byte[] password, byte[] salt, Hashing cost, BlockPool blocks) {
        var blank = new Argon2Hash(Argon2Parameters.ARGON2_id, 19, cost.memoryKibibytes(),
                cost.iterations(), cost.parallelism(), salt, new byte[TAG_BYTES]);
        return new Argon2Hash(blank.type, blank.version, blank.memoryKibibytes, blank.iterations,
                blank.parallelism, salt, blank.tagOf(password, blocks));
    }

    @Override
    public boolean matches(byte[] password) {
        return matches(password, null);
    }

    boolean matches(byte[] password, BlockPool blocks) {
        return MessageDigest.isEqual(tag, tagOf(password, blocks));
    }

    private byte[] tagOf(byte[] password, BlockPool blocks) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(type)
                .withVersion(version).withMemoryAsKB(memoryKibibytes).withIterations(iterations)
                .withParallelism(parallelism).withSalt(salt).withBlockPool(blocks).build());
        var made = new byte[tag.length];
        generator.generateBytes(password, made);
        return made;
    }

    /// Whether blocks kept for hashes of that cost are enough for this one.
    boolean fits(Hashing cost) {
        return Argon2BytesGenerator.getBlockCount(memoryKibibytes, parallelism)
                <= Argon2BytesGenerator.getBlockCount(cost.memoryKibibytes(), cost.parallelism());
    }

    /// Whether it is weaker, in any respect, than a new one would be.
    boolean weakerThan(Hashing cost) {
        return type != Argon2Parameters.ARGON2_id || version != 19
                || memoryKibibytes < cost.memoryKibibytes() || iterations < cost.iterations()
                || salt.length < SALT_BYTES || tag.length < TAG_BYTES;
    }

    /// As it is stored.
    String text() {
        return Phc.join("argon2id", "v=" + version,
                "m=" + memoryKibibytes + ",t=" + iterations + ",p=" + parallelism,
                Phc.text(salt), Phc.text(tag));
    }
}
