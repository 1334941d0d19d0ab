package dev.loam.modules.auth.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Sees to it that an address is not sent the same kind of message again at once.
///
/// It asks for the address alone, whether or not an account has it, so that its refusals tell
/// nobody who has one. What it remembers is bounded; the oldest is forgotten.
public final class Intervals {
    private static final int ADDRESSES_MAX = 100_000;

    private final Clock clock;
    private final Cache<String, Instant> sent = Caffeine.newBuilder()
            .maximumSize(ADDRESSES_MAX).executor(Runnable::run).build();

    public Intervals(Clock clock) {
        this.clock = clock;
    }

    /// Notes that a message goes out now, or refuses with the seconds to wait.
    void send(AuthCode code, String kind, String address, Duration intervalMin) {
        var now = clock.now();
        var earliest = now.minus(intervalMin);
        var before = new Instant[1];
        sent.asMap().compute(Hashes.sha256(kind + "\0" + address), (_, last) -> {
            boolean free = last == null || !last.isAfter(earliest);
            before[0] = free ? null : last;
            return free ? now : last;
        });
        if (before[0] != null) {
            long seconds = Math.max(1,
                    Duration.between(now, before[0].plus(intervalMin)).toSeconds());
            throw new Refusal(new AuthFailure.TooOften(code, "For security purposes, you can only"
                    + " request this after " + seconds + " seconds.", seconds));
        }
    }
}
