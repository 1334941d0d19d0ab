package dev.loam.kernel.rate;

import dev.loam.base.limit.Buckets;
import dev.loam.base.limit.KeyHash;
import dev.loam.base.limit.Network;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import java.util.concurrent.atomic.LongAdder;

/// A rule at work: who has used how much of it in this process, and how often it allowed and
/// refused.
final class Limiter {
    private final RateRule rule;
    private final String policy;
    private final Buckets used;
    private final Buckets refusedUntil;
    private final LongAdder allowed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    Limiter(RateRule rule, int keysMax) {
        this.rule = rule;
        this.policy = Fields.policy(rule);
        this.used = new Buckets(keysMax);
        this.refusedUntil = new Buckets(keysMax);
    }

    RateRule rule() {
        return rule;
    }

    /// Its item of the field `RateLimit-Policy`.
    String policy() {
        return policy;
    }

    Buckets used() {
        return used;
    }

    /// Whom a shared store has refused, and until when asking it again is of no use.
    Buckets refusedUntil() {
        return refusedUntil;
    }

    LongAdder allowed() {
        return allowed;
    }

    LongAdder refused() {
        return refused;
    }

    /// For whom a request counts, or null where it does not count.
    ///
    /// @param path of the request, with its percent codes undone
    String key(Exchange exchange, Route route, String path) {
        Caller caller = exchange.caller();
        if (!rule.methods().isEmpty() && !rule.methods().contains(exchange.request().method())
                || !rule.roles().isEmpty() && !rule.roles().contains(caller.role())) {
            return null;
        }
        String entry = entry(route, path);
        if (entry == null) {
            return null;
        }
        if (rule.by().size() == 1) {
            return part(rule.by().iterator().next(), exchange.client(), caller, entry);
        }
        var key = new StringBuilder(64);
        for (By by : By.values()) {
            if (rule.by().contains(by)) {
                String part = part(by, exchange.client(), caller, entry);
                if (part == null) {
                    return null;
                }
                // With its length before it, no part can be taken for two.
                key.append(part.length()).append(':').append(part);
            }
        }
        return key.toString();
    }

    private static String part(By by, String client, Caller caller, String entry) {
        return switch (by) {
            case IP -> Network.of(client);
            case KEY -> caller.keyId() != null ? caller.keyId()
                    : caller.subject() == null ? caller.claimsJson() : null;
            case USER -> caller.subject();
            case ROLE -> caller.role();
            case ROUTE -> entry;
        };
    }

    /// The entry of the rule's routes that the request is of; null for none.
    private String entry(Route route, String path) {
        if (rule.routes().isEmpty()) {
            return route.name();
        }
        for (String entry : rule.routes()) {
            if (entry.charAt(0) == '/' ? RateRule.below(path, entry)
                    : entry.equals(route.name())) {
                return entry;
            }
        }
        return null;
    }

    /// One request that counts.
    record Use(Limiter limiter, String key, long hash) {
        static Use of(Limiter limiter, String key, KeyHash hashes) {
            return new Use(limiter, key, hashes.of(key));
        }

        RateRule rule() {
            return limiter.rule();
        }

        /// The units that it takes before it is answered.
        long units() {
            return limiter.rule().cost() == Cost.REQUEST ? 1 : 0;
        }
    }
}
