package dev.loam.modules.auth.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.base.limit.Network;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// Makes guesses slow: after failures of a password or code, an account takes no further attempt
/// for a time that doubles with each.
///
/// Two counts are kept. That of an account and the network which asks lets five failures pass and
/// then waits 1, 2, 4… seconds, 15 minutes at most. That of the account alone is for guesses from
/// many networks: it lets 50 pass and waits 30 seconds at most. Whoever fails for others on purpose
/// could keep them out by the second; so it does not hold for a network from which the account was
/// signed in to in the last 30 days. An account that does not exist is like any other. Success
/// forgets the failures from that network, an hour of quiet all of them.
///
/// Guesses that are under way at once are all counted, but those that passed [#check] before are
/// not stopped: their number is that of hashes that may be made and wait.
/// Counted in this process, for the 100,000 accounts last seen. Thread-safe, and never blocks.
/// Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies", for trusting the known.
public final class BackOff {
    private static final int ENTRIES_MAX = 100_000;
    private static final Duration QUIET = Duration.ofHours(1);
    private static final Duration KNOWN = Duration.ofDays(30);
    private static final Patience FROM_ONE = new Patience(5, Duration.ofMinutes(15));
    private static final Patience FROM_ALL = new Patience(50, Duration.ofSeconds(30));

    private final Clock clock;
    private final Accounts accounts;
    private final Cache<String, Failures> fromOne;
    private final Cache<String, Failures> fromAll;
    private final Cache<String, Boolean> known;

    public BackOff(Clock clock, Chance chance) {
        this.clock = clock;
        this.accounts = new Accounts(chance);
        this.fromOne = cache(QUIET);
        this.fromAll = cache(QUIET);
        this.known = cache(KNOWN);
    }

    private <V> Cache<String, V> cache(Duration kept) {
        return Caffeine.newBuilder().maximumSize(ENTRIES_MAX)
                .expireAfterWrite(kept).ticker(clock::nanos).build();
    }

    /// So many failures, and the moment (monotonic) before which no attempt is taken.
    private record Failures(int count, long until) {
    }

    /// How many failures pass without a wait, and the longest wait.
    private record Patience(int free, Duration waitMax) {
        Failures after(Failures before, long now) {
            int count = before == null ? 1 : before.count + 1;
            return new Failures(count, now + wait(count).toNanos());
        }

        private Duration wait(int count) {
            if (count <= free) {
                return Duration.ZERO;
            }
            // The power is bounded before it is taken, lest it overflow.
            var wait = Duration.ofSeconds(1L << Math.min(count - free - 1, 20));
            return wait.compareTo(waitMax) < 0 ? wait : waitMax;
        }
    }

    /// Refuses an attempt on an account that must wait. An account is named by its email address,
    /// phone number or id.
    public void check(String account, String address) {
        var key = accounts.key(account);
        var pair = pair(key, address);
        refuseEarly(fromOne.getIfPresent(pair));
        if (known.getIfPresent(pair) == null) {
            refuseEarly(fromAll.getIfPresent(key));
        }
    }

    private void refuseEarly(Failures failures) {
        long wait = failures == null ? 0 : failures.until - clock.nanos();
        if (wait > 0) {
            throw TooSoon.refusal(AuthCode.OVER_REQUEST_RATE_LIMIT, Duration.ofNanos(wait));
        }
    }

    /// An attempt failed, or would have, had the account existed.
    public void failed(String account, String address) {
        var key = accounts.key(account);
        long now = clock.nanos();
        fromOne.asMap().compute(pair(key, address), (_, past) -> FROM_ONE.after(past, now));
        fromAll.asMap().compute(key, (_, past) -> FROM_ALL.after(past, now));
    }

    /// An attempt was successful.
    public void succeeded(String account, String address) {
        var pair = pair(accounts.key(account), address);
        fromOne.invalidate(pair);
        known.put(pair, true);
    }

    private static String pair(String key, String address) {
        return key + "@" + Network.of(address);
    }
}
