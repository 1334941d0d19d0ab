package dev.loam.modules.auth.guard;

import dev.loam.base.limit.Buckets;
import dev.loam.base.limit.Gcra;
import dev.loam.base.limit.KeyHash;
import dev.loam.base.limit.Network;
import dev.loam.base.limit.Taken;
import dev.loam.modules.auth.config.LimitConfig;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Refuses what is asked for too often: per address, per account, or in the whole process.
///
/// A full allowance may be used at once; then one comes back after another, evenly over the period
/// (the generic cell rate algorithm). Counted in this process; of each kind of caller 100,000 are
/// remembered, under hashes that only this process can make. A refusal has status 429 and says
/// when to come again. Thread-safe, and never blocks.
public final class Limits {
    private static final int ENTRIES_MAX = 100_000;

    private final LimitConfig config;
    private final Clock clock;
    private final KeyHash hashes;

    /// Accounts are apart, so that a crowd of addresses cannot make theirs forgotten.
    private final Map<Limit, Buckets> byAddress;
    private final Map<Limit, Buckets> byAccount;

    public Limits(LimitConfig config, Clock clock, Chance chance) {
        this.config = config;
        this.clock = clock;
        this.hashes = new KeyHash(chance.bytes(KeyHash.KEY_BYTES));
        this.byAddress = buckets();
        this.byAccount = buckets();
    }

    private static Map<Limit, Buckets> buckets() {
        var buckets = new EnumMap<Limit, Buckets>(Limit.class);
        for (Limit limit : Limit.values()) {
            buckets.put(limit, new Buckets(ENTRIES_MAX));
        }
        return buckets;
    }

    /// One more from an address; those of an IPv6 network of 64 bits are one.
    public void check(Limit limit, String address) {
        take(byAddress, limit, Network.of(address));
    }

    /// One more for an account, which is named by its email address, phone number or id.
    public void checkAccount(Limit limit, String account) {
        take(byAccount, limit, account);
    }

    /// One more in the whole process, as mails and messages are counted.
    public void check(Limit limit) {
        take(byAccount, limit, "");
    }

    private void take(Map<Limit, Buckets> buckets, Limit limit, String name) {
        int times = limit.times(config);
        if (times == 0) {
            return;
        }
        Taken taken = buckets.get(limit).take(
                hashes.of(name), Gcra.of(times, limit.period()), 1, clock.nanos());
        if (!taken.granted()) {
            throw TooSoon.refusal(limit.code(), Duration.ofNanos(taken.waitNanos()));
        }
    }
}
