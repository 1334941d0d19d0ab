package dev.loam.kernel.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.base.task.Rounds;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The opaque keys as requests ask for them: remembered for 5 s, so that a revoked key opens
/// nothing 5 s later, in every process.
///
/// Keys that do not exist are remembered as well, and at most four are looked up at once, so that
/// whoever guesses takes no connections from others. When a key was used is noted once a minute, on
/// a thread of this one's own; what could not be written is left out, since the next use tells it.
public final class LiveApiKeys implements ApiKeyLookup, AutoCloseable {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);
    private static final int ENTRIES_MAX = 10_000;
    private static final int LOOKUPS_MAX = 4;

    private final ApiKeys keys;
    private final Clock clock;
    private final Cache<String, Optional<ApiKey>> cache;
    private final Semaphore lookups = new Semaphore(LOOKUPS_MAX);
    private final Map<UUID, Instant> used = new ConcurrentHashMap<>();
    private final Rounds rounds;

    public LiveApiKeys(ApiKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.cache = Caffeine.newBuilder().maximumSize(ENTRIES_MAX).expireAfterWrite(REMEMBERED)
                .ticker(clock::nanos).executor(Runnable::run).build();
        this.rounds = new Rounds("api-key-noter", NOTED_EVERY, () -> {
            note();
            return new Rounds.Next(true, NOTED_EVERY);
        });
        rounds.begin();
    }

    @Override
    public ApiKey find(String text) throws KeysUnreadable {
        if (!ApiKeyText.sound(text)) {
            return null;
        }
        var hash = ApiKeyText.hash(text);
        var known = cache.getIfPresent(hash);
        if (known == null) {
            known = Optional.ofNullable(lookedUp(hash));
            cache.put(hash, known);
        }
        var now = clock.now();
        var key = known.filter(one -> one.counts(now)).orElse(null);
        if (key != null && used.size() < ENTRIES_MAX) {
            used.putIfAbsent(key.id(), now);
        }
        return key;
    }

    /// Forgets what it knows, as after a change made in this process.
    public void refresh() {
        cache.invalidateAll();
    }

    private ApiKey lookedUp(String hash) throws KeysUnreadable {
        try {
            if (!lookups.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KeysUnreadable("too many keys are looked up at once", true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnreadable("the request was given up", true);
        }
        try {
            return keys.find(hash);
        } finally {
            lookups.release();
        }
    }

    /// Writes down what was used since the last time.
    void note() {
        var noted = new HashMap<>(used);
        if (noted.isEmpty()) {
            return;
        }
        used.keySet().removeAll(noted.keySet());
        try {
            keys.used(noted);
        } catch (KeysUnreadable _) {
            // The next use is noted all the same.
        }
    }

    /// Writes down the last uses, and waits for it.
    @Override
    public void close() {
        rounds.close();
        note();
    }
}
