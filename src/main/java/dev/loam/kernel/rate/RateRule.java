package dev.loam.kernel.rate;

import dev.loam.base.limit.Gcra;
import dev.loam.kernel.module.Route;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A limit under a name: which requests it counts, for whom apart, and how many may be.
///
/// `routes` are names of routes (`rest`) or paths (`/rest/v1/orders`) that stand for all below
/// them; `methods` and `roles` are names. An empty set counts all.
///
/// @param by an empty set counts all together
public record RateRule(
        String name, Set<By> by, List<String> routes, Set<String> methods, Set<String> roles,
        Cost cost, Gcra rate) {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

    public RateRule {
        by = Set.copyOf(by);
        routes = List.copyOf(routes);
        methods = Set.copyOf(methods);
        roles = Set.copyOf(roles);
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("no name of a rule: " + name);
        }
    }

    /// `limit` of what it costs in a time, and `burst` at once.
    public static Gcra rate(Cost cost, long limit, Duration per, long burst) {
        return Gcra.of(limit * cost.parts(), per, burst * cost.parts());
    }

    /// Whether the caller has to be known before it is clear what to count.
    boolean ofCaller() {
        return !roles.isEmpty() || by.stream().anyMatch(By::ofCaller);
    }

    /// Whether any request of the route may count.
    boolean mayConcern(Route route) {
        return routes.isEmpty() || routes.stream().anyMatch(entry -> entry.startsWith("/")
                ? below(entry, route.prefix()) || below(route.prefix(), entry)
                : entry.equals(route.name()));
    }

    /// Whether a path is another one or below it, in whole segments.
    static boolean below(String path, String above) {
        int length = above.endsWith("/") ? above.length() - 1 : above.length();
        return path.length() >= length && path.regionMatches(0, above, 0, length)
                && (path.length() == length || path.charAt(length) == '/');
    }
}
