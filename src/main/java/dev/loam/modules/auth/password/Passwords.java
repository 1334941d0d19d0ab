package dev.loam.modules.auth.password;

import dev.loam.modules.auth.config.PasswordConfig.Hashing;
import dev.loam.ports.task.PatientThreads;
import dev.loam.ports.time.Chance;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes and verifies hashes of passwords.
///
/// New hashes are Argon2id. Hashes of other kinds, which come with imported accounts, are verified
/// and then to be made anew. Every method but [#acceptable] waits for a thread of [HashingPool] and
/// is refused with status 429 when too many wait. Thread-safe.
/// Source: OWASP Password Storage Cheat Sheet.
public final class Passwords implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    private final Hashing cost;
    private final Chance chance;
    private final HashingPool pool;
    private final AtomicBoolean strangeTold = new AtomicBoolean();

    /// The memory of one hash is of the size that a collector would have to run for; a thread
    /// keeps its own, and gives it back when it ends for want of work.
    private final ThreadLocal<BlockPool> blocks;

    public Passwords(Hashing cost, Chance chance, PatientThreads patient) {
        this.cost = cost;
        this.chance = chance;
        this.pool = new HashingPool(cost.atOnce(), cost.waitingMax(), patient);
        this.blocks = ThreadLocal.withInitial(() -> new FixedBlockPool(
                Argon2BytesGenerator.getBlockCount(cost.memoryKibibytes(), cost.parallelism())));
    }

    /// What a verification says: whether the password is the one that was hashed, and whether its
    /// hash should be replaced by a new one.
    public record Verified(boolean matches, boolean needsUpgrade) {
        private static final Verified NO = new Verified(false, false);
    }

    /// The hash of a password, to be stored.
    public String hash(String password) {
        var salt = chance.bytes(Argon2Hash.SALT_BYTES);
        return pool.call(() -> make(password, salt).text());
    }

    /// Whether that is the hash of the password. Nothing matches a null, an empty text or one that
    /// is no hash, at the same cost as for a hash of today's.
    public Verified verify(String password, String stored) {
        var hash = stored == null || stored.isEmpty() ? null : StoredHash.read(stored);
        if (hash == null) {
            tellStrange(stored);
            waste(password);
            return Verified.NO;
        }
        return pool.call(() -> verify(utf8(password), hash));
    }

    /// Costs what [#verify] costs, for accounts that do not exist: time must not tell.
    public void waste(String password) {
        pool.call(() -> make(password, new byte[Argon2Hash.SALT_BYTES]));
    }

    /// Whether an imported hash is of a kind and cost that is verified here.
    public boolean acceptable(String importedHash) {
        return StoredHash.read(importedHash) != null;
    }

    @Override
    public void close() {
        pool.close();
    }

    private Argon2Hash make(String password, byte[] salt) {
        return Argon2Hash.make(utf8(password), salt, cost, blocks.get());
    }

    private Verified verify(byte[] password, StoredHash hash) {
        return switch (hash) {
            case Argon2Hash argon2 -> argon2.matches(password,
                    argon2.fits(cost) ? blocks.get() : null)
                    ? new Verified(true, argon2.weakerThan(cost)) : Verified.NO;
            case BcryptHash _, FirebaseHash _, Pbkdf2Hash _, ScryptHash _ ->
                    hash.matches(password) ? new Verified(true, true) : Verified.NO;
        };
    }

    private void tellStrange(String stored) {
        if (stored != null && !stored.isEmpty() && strangeTold.compareAndSet(false, true)) {
            LOG.warn("auth.users holds an encrypted_password of a kind or cost that is not"
                    + " verified: its owner must recover the password; no other is told of");
        }
    }

    private static byte[] utf8(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }
}
