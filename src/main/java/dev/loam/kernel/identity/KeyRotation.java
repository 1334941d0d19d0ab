package dev.loam.kernel.identity;

import dev.loam.kernel.identity.StoredKey.Status;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The life of key pairs: made as a standby, promoted, retired, revoked.
///
/// Tokens count throughout a rotation: every process verifies with a standby before it may sign,
/// and with a retired key until the last token that it signed has ended. A pair that has no time to
/// be a standby signs only once every process has had the time to read it.
public final class KeyRotation {
    /// By when every process has read a change, with room to spare.
    public static final Duration SPREAD_TIME = LiveKeys.INTERVAL.multipliedBy(2);

    private final KeyStore store;
    private final KeyMaker maker;
    private final KeySeal seal;
    private final Duration overlap;
    private final Clock clock;

    /// `overlap` is how long a retired key verifies: the lifetime of a token, and some for clocks
    /// that are off.
    public KeyRotation(
            KeyStore store, KeyMaker maker, KeySeal seal, Duration overlap, Clock clock) {
        this.store = store;
        this.maker = maker;
        this.seal = seal;
        this.overlap = overlap;
        this.clock = clock;
    }

    /// All keys, oldest first.
    public List<StoredKey> list() throws KeysUnreadable {
        return store.load();
    }

    /// A standby for the algorithm: the one there is, or a new one.
    public StoredKey standby(SigningAlgorithm algorithm) throws KeysUnreadable {
        return change(keys -> {
            var ready = standbyOf(keys, algorithm);
            return List.of(ready == null ? fresh(algorithm) : ready);
        });
    }

    /// Promotes the standby for the algorithm, or a new key, and retires the one that signs.
    public StoredKey rotate(SigningAlgorithm algorithm) throws KeysUnreadable {
        return change(keys -> {
            var next = standbyOf(keys, algorithm);
            return promoted(next == null ? fresh(algorithm) : next, keys);
        });
    }

    /// Makes a key that signs at once where no key of ours does with that algorithm.
    void ensure(SigningAlgorithm algorithm) throws KeysUnreadable {
        change(keys -> {
            var signing = keys.stream().filter(one -> one.status() == Status.ACTIVE
                    && one.algorithm() == algorithm && seal.open(one) != null).findFirst();
            if (signing.isPresent()) {
                return List.of(signing.get());
            }
            boolean first = keys.stream().noneMatch(one -> one.status() == Status.ACTIVE);
            var next = standbyOf(keys, algorithm);
            next = next == null ? fresh(algorithm) : next;
            return first ? List.of(next.active(clock.now())) : promoted(next, keys);
        });
    }

    /// Revokes a key: once the processes have read it, no token of it counts. When it was to sign,
    /// another takes its place at once. `secret` stands for the secret of the settings, which is
    /// only revoked while a key pair signs. Null where there is no such key.
    ///
    /// @throws IllegalStateException where nothing would be left to sign, with words for people
    public StoredKey revoke(String id) throws KeysUnreadable {
        return id.equals(SigningKeys.SECRET_ID) ? revokeSecret() : change(keys -> {
            var found = keys.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
            if (found == null) {
                return List.of();
            }
            var now = clock.now();
            var changed = new ArrayList<StoredKey>();
            changed.add(found.revoked(now));
            if (found.status() == Status.ACTIVE || found.signs(now)) {
                changed.add(successor(found, keys).active(now));
            }
            return changed;
        });
    }

    private StoredKey successor(StoredKey revoked, List<StoredKey> keys) {
        // An active one may be waiting for its time, which has come.
        var waiting = keys.stream().filter(one -> one.status() == Status.ACTIVE
                && !one.id().equals(revoked.id())).findFirst();
        if (waiting.isPresent()) {
            return waiting.get();
        }
        var ready = standbyOf(keys, revoked.algorithm());
        return ready == null ? fresh(revoked.algorithm()) : ready;
    }

    private StoredKey revokeSecret() throws KeysUnreadable {
        return change(keys -> {
            var now = clock.now();
            if (keys.stream().noneMatch(one -> one.signs(now))) {
                throw new IllegalStateException("No key pair signs tokens yet, so the secret is"
                        + " still needed; set jwt.algorithm to ES256 first");
            }
            return List.of(new StoredKey(SigningKeys.SECRET_ID, SigningAlgorithm.HS256,
                    Status.REVOKED, "{}", "", now, null, now, now));
        });
    }

    private List<StoredKey> promoted(StoredKey next, List<StoredKey> keys) {
        var from = activation(next);
        var changed = new ArrayList<StoredKey>();
        changed.add(next.active(from));
        for (var one : keys) {
            if (one.status() == Status.ACTIVE) {
                changed.add(one.retired(from, from.plus(overlap)));
            }
        }
        return changed;
    }

    private Instant activation(StoredKey next) {
        var known = next.createdAt().plus(SPREAD_TIME);
        var now = clock.now();
        return known.isAfter(now) ? known : now;
    }

    private StoredKey standbyOf(List<StoredKey> keys, SigningAlgorithm algorithm) {
        return keys.stream().filter(one -> one.status() == Status.STANDBY
                && one.algorithm() == algorithm && seal.open(one) != null)
                .findFirst().orElse(null);
    }

    private StoredKey fresh(SigningAlgorithm algorithm) {
        return seal.standby(maker.make(algorithm), algorithm, clock.now());
    }

    /// Answers the first key of what was changed.
    private StoredKey change(Function<List<StoredKey>, List<StoredKey>> change)
            throws KeysUnreadable {
        var changed = store.change(change::apply);
        return changed.isEmpty() ? null : changed.getFirst();
    }
}
