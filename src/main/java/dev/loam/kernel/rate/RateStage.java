package dev.loam.kernel.rate;

import dev.loam.base.failure.Refusal;
import dev.loam.base.limit.Gcra;
import dev.loam.base.limit.KeyHash;
import dev.loam.base.limit.Taken;
import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// Counts the requests of a route by the rules that may concern it, and refuses what is too much
/// for one of them.
///
/// An answer that comes about says what is left of each limit that counted it. What a request
/// costs in time is taken when its answer begins, also where that is a refusal or a defect.
final class RateStage implements Stage {
    private static final long NANOS_PER_MICRO = 1_000;

    private final List<Limiter> limiters;
    private final Route route;
    private final Counts counts;
    private final KeyHash hashes;
    private final Clock clock;
    private final boolean timed;
    private final boolean byPath;

    RateStage(List<Limiter> limiters, Route route, Counts counts, KeyHash hashes, Clock clock) {
        this.limiters = List.copyOf(limiters);
        this.route = route;
        this.counts = counts;
        this.hashes = hashes;
        this.clock = clock;
        this.timed = limiters.stream().anyMatch(one -> one.rule().cost() == Cost.TIME);
        this.byPath = limiters.stream().flatMap(one -> one.rule().routes().stream())
                .anyMatch(entry -> entry.startsWith("/"));
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        List<Limiter.Use> uses = uses(exchange);
        if (uses.isEmpty()) {
            return next.handle(exchange);
        }
        long now = clock.nanos();
        List<Taken> taken = counts.take(uses, now, exchange.deadline());
        if (!taken.isEmpty() && !taken.getLast().granted()) {
            throw refusal(uses.get(taken.size() - 1), taken.getLast());
        }
        for (Limiter.Use use : uses) {
            use.limiter().allowed().increment();
        }
        HttpResponse response = timed ? timed(exchange, next, uses, now) : next.handle(exchange);
        return taken.isEmpty() ? response
                : response.withHeaders(response.headers().plus(fields(uses, taken)));
    }

    private List<Limiter.Use> uses(Exchange exchange) {
        String path = byPath ? plain(exchange.request().path()) : null;
        List<Limiter.Use> uses = List.of();
        for (Limiter limiter : limiters) {
            String key = limiter.key(exchange, route, path);
            if (key != null) {
                if (uses.isEmpty()) {
                    uses = new ArrayList<>(limiters.size());
                }
                uses.add(Limiter.Use.of(limiter, key, hashes));
            }
        }
        return uses;
    }

    /// A path is written in many ways, and all of them count.
    private static String plain(String path) {
        return path.indexOf('%') < 0 ? path : PercentCodes.decode(path);
    }

    private HttpResponse timed(
            Exchange exchange, Next next, List<Limiter.Use> uses, long began) {
        try {
            return next.handle(exchange);
        } finally {
            long now = clock.nanos();
            long micros = Math.max(1, (now - began) / NANOS_PER_MICRO);
            for (Limiter.Use use : uses) {
                if (use.rule().cost() == Cost.TIME) {
                    counts.charge(use, micros, now, exchange.deadline());
                }
            }
        }
    }

    private static Headers fields(List<Limiter.Use> uses, List<Taken> taken) {
        var limit = new StringBuilder(32 * uses.size());
        for (int i = 0; i < uses.size(); i++) {
            Fields.limit(uses.get(i).rule(), taken.get(i).wholeInNanos(), limit);
        }
        return Headers.of(Fields.POLICY, policy(uses), Fields.LIMIT, limit.toString());
    }

    private static String policy(List<Limiter.Use> uses) {
        if (uses.size() == 1) {
            return uses.getFirst().limiter().policy();
        }
        var policy = new StringBuilder(48 * uses.size());
        for (Limiter.Use use : uses) {
            policy.append(policy.isEmpty() ? "" : ", ").append(use.limiter().policy());
        }
        return policy.toString();
    }

    private static Refusal refusal(Limiter.Use use, Taken taken) {
        use.limiter().refused().increment();
        RateRule rule = use.rule();
        var limit = new StringBuilder(32);
        Fields.limit(rule, taken.wholeInNanos(), limit);
        return new Refusal(new RateFailure.TooOften(rule.name(), rule.cost().unit(),
                rule.cost().quota(rule.rate()), Fields.window(rule),
                Math.max(1, Gcra.seconds(taken.waitNanos())), use.limiter().policy(),
                limit.toString()));
    }
}
