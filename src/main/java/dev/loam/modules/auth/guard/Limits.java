package dev.loam.modules.auth.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.base.limit.Network;
import dev.loam.modules.auth.config.LimitConfig;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// Refuses what is asked for too often: per address, per account, or in the whole process.
///
/// A full allowance may be used at once; then one comes back after another, evenly over the period
/// (the generic cell rate algorithm). Counted in this process; of each kind of caller the
/// 100,000 last seen are remembered. A refusal has status 429 and says when to come again.
/// Thread-safe, and never blocks.
public final class Limits {
    private static final int ENTRIES_MAX = 100_000;
    private static final Duration PERIOD_MAX = Duration.ofHours(1);

    private final LimitConfig config;
    private final Clock clock;
    private final Accounts accounts;

    /// Accounts are apart, so that a crowd of addresses cannot make theirs forgotten. The values
    /// are the moments (monotonic) at which the allowance will be whole again.
    private final Cache<Caller, Long> byAddress;
    private final Cache<Caller, Long> byAccount;

    public Limits(LimitConfig config, Clock clock, Chance chance) {
        this.config = config;
        this.clock = clock;
        this.accounts = new Accounts(chance);
        this.byAddress = cache(clock);
        this.byAccount = cache(clock);
    }

    private record Caller(Limit limit, String name) {
    }

    private static Cache<Caller, Long> cache(Clock clock) {
        return Caffeine.newBuilder().maximumSize(ENTRIES_MAX)
                .expireAfterWrite(PERIOD_MAX).ticker(clock::nanos).build();
    }

    /// One more from an address; those of an IPv6 network of 64 bits are one.
    public void check(Limit limit, String address) {
        take(byAddress, limit, Network.of(address));
    }

    /// One more for an account, which is named by its email address, phone number or id.
    public void checkAccount(Limit limit, String account) {
        take(byAccount, limit, accounts.key(account));
    }

    /// One more in the whole process, as mails and messages are counted.
    public void check(Limit limit) {
        take(byAccount, limit, "");
    }

    private void take(Cache<Caller, Long> cache, Limit limit, String name) {
        int times = limit.times(config);
        if (times == 0) {
            return;
        }
        long period = limit.period().toNanos();
        long now = clock.nanos();
        var refused = new long[1];
        cache.asMap().compute(new Caller(limit, name), (_, wholeAt) -> {
            long from = wholeAt == null || wholeAt - now < 0 ? now : wholeAt;
            long next = from + period / times;
            refused[0] = next - now - period;
            return refused[0] > 0 ? wholeAt : Long.valueOf(next);
        });
        if (refused[0] > 0) {
            throw TooSoon.refusal(limit.code(), Duration.ofNanos(refused[0]));
        }
    }
}
