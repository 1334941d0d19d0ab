package dev.loam.kernel.rate;

import dev.loam.base.limit.Gcra;

/// The header fields in which a client reads what it may do.
///
/// Source: draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4; RFC 9651 for their form.
final class Fields {
    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";

    private Fields() {
    }

    /// What a rule allows: a quota, the seconds in which it comes back, and the unit where it is
    /// not the usual one.
    static String policy(RateRule rule) {
        String unit = rule.cost() == Cost.REQUEST ? "" : ";qu=\"" + rule.cost().unit() + '"';
        return '"' + rule.name() + "\";q=" + rule.cost().quota(rule.rate()) + ";w="
                + window(rule) + unit;
    }

    static long window(RateRule rule) {
        return Gcra.seconds(rule.rate().spanNanos());
    }

    /// What is left, and the seconds until all of it is.
    static void limit(RateRule rule, long wholeInNanos, StringBuilder field) {
        field.append(field.isEmpty() ? "\"" : ", \"").append(rule.name()).append("\";r=")
                .append(rule.cost().told(rule.rate().left(wholeInNanos, 0)))
                .append(";t=").append(Gcra.seconds(wholeInNanos));
    }
}
