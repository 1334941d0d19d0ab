package dev.loam.kernel.rate;

import dev.loam.base.failure.Refusal;
import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import dev.loam.ports.rate.Ask;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.rate.Uncounted;
import dev.loam.ports.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts that several processes share, in a store that may be away.
///
/// Whom the store has refused is refused here until their time has come, without asking it: nothing
/// that others do can make that time earlier. After some questions in a row without an answer the
/// store is left alone for a second, then one request tries it; the others do as if it were away.
/// A request that one rule refuses has been counted by the others that allowed it.
final class SharedCounts implements Counts {
    private static final Logger LOG = LoggerFactory.getLogger(SharedCounts.class);
    private static final int FAILURES_MAX = 3;
    private static final long PAUSE_NANOS = 1_000_000_000L;
    private static final int KEY_BYTES = 16;

    private final RateStore store;
    private final LocalCounts local = new LocalCounts();
    private final WhenAway whenAway;
    private final long waitNanos;
    private final Clock clock;
    private final LongAdder errors = new LongAdder();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong triedAtNanos = new AtomicLong();

    SharedCounts(RateStore store, RateConfig config, Clock clock) {
        this.store = store;
        this.whenAway = config.whenAway();
        this.waitNanos = config.storeWaitMax().toNanos();
        this.clock = clock;
    }

    RateStore store() {
        return store;
    }

    long errors() {
        return errors.sum();
    }

    boolean away() {
        return failures.get() >= FAILURES_MAX;
    }

    @Override
    public List<Taken> take(List<Limiter.Use> uses, long now, Deadline deadline) {
        List<Taken> known = refusedBefore(uses, now);
        if (!known.isEmpty()) {
            return known;
        }
        var asks = new ArrayList<Ask>(uses.size());
        for (Limiter.Use use : uses) {
            asks.add(new Ask(key(use), use.rule().rate(), use.units(), false));
        }
        List<Taken> taken = asked(asks, now, deadline);
        return taken == null ? whileAway(uses, now, deadline) : noted(uses, taken, now);
    }

    @Override
    public void charge(Limiter.Use use, long units, long now, Deadline deadline) {
        // The answer is there already: how long it took counts even where it took too long.
        List<Taken> taken = asked(
                List.of(new Ask(key(use), use.rule().rate(), units, true)), now, null);
        if (taken == null && whenAway == WhenAway.LOCAL) {
            local.charge(use, units, now, deadline);
        }
    }

    private static List<Taken> refusedBefore(List<Limiter.Use> uses, long now) {
        for (int i = 0; i < uses.size(); i++) {
            Limiter.Use use = uses.get(i);
            long wait = use.limiter().refusedUntil().wholeIn(use.hash(), now);
            if (wait > 0) {
                var taken = new ArrayList<Taken>(i + 1);
                for (int before = 0; before < i; before++) {
                    taken.add(new Taken(0, 0));
                }
                taken.add(new Taken(wait, wait + use.rule().rate().spanNanos()
                        - use.rule().rate().cost(Math.max(1, use.units()))));
                return taken;
            }
        }
        return List.of();
    }

    /// Up to the first that was refused; whoever was refused is remembered.
    private static List<Taken> noted(List<Limiter.Use> uses, List<Taken> taken, long now) {
        int end = taken.size();
        for (int i = taken.size() - 1; i >= 0; i--) {
            if (!taken.get(i).granted()) {
                uses.get(i).limiter().refusedUntil()
                        .mark(uses.get(i).hash(), now + taken.get(i).waitNanos(), now);
                end = i + 1;
            }
        }
        return taken.subList(0, end);
    }

    private List<Taken> whileAway(List<Limiter.Use> uses, long now, Deadline deadline) {
        return switch (whenAway) {
            case LOCAL -> local.take(uses, now, deadline);
            case OPEN -> List.of();
            case CLOSED -> throw new Refusal(new RateFailure.StoreAway());
        };
    }

    /// What the store says; null where it says nothing or is not asked.
    private List<Taken> asked(List<Ask> asks, long now, Deadline deadline) {
        if (!mayAsk(now)) {
            return null;
        }
        long until = now + waitNanos;
        boolean hurried = deadline != null && deadline.atNanos() - until < 0;
        try {
            List<Taken> taken = store.take(
                    asks, hurried ? deadline : new Deadline(until));
            if (failures.getAndSet(0) >= FAILURES_MAX) {
                LOG.info("The store of shared limits answers again");
            }
            return taken;
        } catch (Uncounted wrong) {
            long then = clock.nanos();
            // A client that leaves no time says nothing of the store, and must not turn it off.
            if (hurried && deadline.passed(then)) {
                return null;
            }
            errors.increment();
            triedAtNanos.set(then);
            if (failures.incrementAndGet() == FAILURES_MAX) {
                LOG.warn("The store of shared limits does not answer: {}", wrong.getMessage());
            }
            return null;
        }
    }

    private boolean mayAsk(long now) {
        if (failures.get() < FAILURES_MAX) {
            return true;
        }
        long tried = triedAtNanos.get();
        return now - tried >= PAUSE_NANOS && triedAtNanos.compareAndSet(tried, now);
    }

    /// The same in all processes, of bounded length, and without telling who it is.
    private static String key(Limiter.Use use) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(use.key().getBytes(StandardCharsets.UTF_8));
            return use.rule().name() + ':' + HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException wrong) {
            throw new IllegalStateException("every Java has SHA-256", wrong);
        }
    }
}
