package dev.loam.app.config;

import dev.loam.base.config.Secret;
import dev.loam.base.limit.Gcra;
import dev.loam.kernel.rate.By;
import dev.loam.kernel.rate.Cost;
import dev.loam.kernel.rate.RateConfig;
import dev.loam.kernel.rate.RateRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What `[rate]` says: the rules, and where requests are counted. `redisUrl` is null where it is
/// not Redis.
public record RateSettings(RateConfig config, RateTable.Store store, Secret redisUrl) {
    /// A bound for what every request has to pass.
    private static final int RULES_MAX = 100;
    private static final Set<String> REDIS_SCHEMES = Set.of("redis", "rediss");
    private static final Set<String> MODULES = Set.of("rest", "auth", "realtime");

    static RateSettings from(Resolved values, List<String> problems) {
        var rules = new ArrayList<RateRule>();
        for (String name : values.names(RateTable.RULES)) {
            RateRule rule = rule(name, values, problems);
            if (rule != null) {
                rules.add(rule);
            }
        }
        if (rules.size() > RULES_MAX) {
            problems.add(RateTable.RULES + ": wanted " + RULES_MAX + " rules at the most, found "
                    + rules.size());
        }
        RateTable.Store store = values.get(RateTable.STORE);
        Secret url = values.get(RateTable.REDIS_URL);
        if (store == RateTable.Store.REDIS && url == null) {
            problems.add(values.where(RateTable.STORE) + ": redis needs rate.redis-url");
        }
        if (url != null && !namesRedis(url)) {
            problems.add(values.where(RateTable.REDIS_URL)
                    + ": wanted redis://HOST:6379, or rediss:// for TLS");
        }
        if (values.get(RateTable.STORE_WAIT_MAX).isZero()) {
            problems.add(values.where(RateTable.STORE_WAIT_MAX) + ": wanted more than 0s");
        }
        return new RateSettings(new RateConfig(rules, values.get(RateTable.KEYS_MAX),
                values.get(RateTable.STORE_WAIT_MAX), values.get(RateTable.STORE_AWAY)),
                store, url);
    }

    private static boolean namesRedis(Secret url) {
        try {
            var address = new URI(url.value());
            return REDIS_SCHEMES.contains(String.valueOf(address.getScheme()))
                    && address.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Null where something is wrong with it.
    private static RateRule rule(String name, Resolved values, List<String> problems) {
        int before = problems.size();
        Integer limit = values.get(RateTable.LIMIT.of(name));
        if (limit == null) {
            problems.add(RateTable.RULES + "." + name + ".limit: is missing");
        }
        List<String> routes = routes(name, values, problems);
        Integer burst = values.get(RateTable.BURST.of(name));
        Set<By> by = by(values, RateTable.BY.of(name), problems);
        Gcra rate = limit == null ? null : rate(name, values, limit, burst, problems);
        List<String> roles = values.get(RateTable.FOR_ROLES.of(name));
        if (problems.size() > before) {
            return null;
        }
        try {
            return new RateRule(name, by, routes,
                    Set.copyOf(upper(values.get(RateTable.METHODS.of(name)))),
                    Set.copyOf(roles), values.get(RateTable.COST.of(name)), rate);
        } catch (IllegalArgumentException _) {
            problems.add(RateTable.RULES + "." + name + ": a rule's name has 64 small letters, "
                    + "digits and hyphens at the most");
            return null;
        }
    }

    private static Gcra rate(String name, Resolved values, int limit, Integer burst,
            List<String> problems) {
        Cost cost = values.get(RateTable.COST.of(name));
        Setting<Duration> per = RateTable.PER.of(name);
        try {
            return RateRule.rate(cost, limit, values.get(per), burst == null ? limit : burst);
        } catch (IllegalArgumentException | ArithmeticException _) {
            problems.add(values.where(per) + ": wanted more than 0s, and all of a burst back "
                    + "within " + Gcra.SPAN_MAX.toDays() + " days");
            return null;
        }
    }

    private static Set<By> by(
            Resolved values, Setting<List<String>> setting, List<String> problems) {
        Set<By> by = EnumSet.noneOf(By.class);
        for (String word : values.get(setting)) {
            try {
                by.add(By.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException _) {
                problems.add(values.where(setting)
                        + ": wanted ip, key, user, role or route, found \"" + word + '"');
            }
        }
        return by;
    }

    /// Paths as requests hold them: a character for each byte.
    private static List<String> routes(String name, Resolved values, List<String> problems) {
        Setting<List<String>> setting = RateTable.ROUTES.of(name);
        for (String route : values.get(setting)) {
            if (!route.startsWith("/") && !MODULES.contains(route)) {
                problems.add(values.where(setting) + ": wanted rest, auth, realtime or a path "
                        + "such as /rest/v1/orders, found \"" + route + '"');
            }
        }
        return values.get(setting).stream()
                .map(route -> new String(route.getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1)).toList();
    }

    private static List<String> upper(List<String> words) {
        return words.stream().map(word -> word.toUpperCase(Locale.ROOT)).distinct().toList();
    }
}
