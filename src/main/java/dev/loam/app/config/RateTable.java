package dev.loam.app.config;

import dev.loam.base.config.Secret;
import dev.loam.kernel.rate.Cost;
import dev.loam.kernel.rate.RateConfig;
import dev.loam.kernel.rate.WhenAway;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The settings of `[rate]`: how often requests may be made, by rules that each have a name.
public final class RateTable {
    static final SettingTable TABLE = new SettingTable("rate.");

    /// The table of the rules.
    public static final String RULES = "rate.rules";

    private static final int LIMIT_MAX = 1_000_000_000;

    /// Where it is counted.
    public enum Store { MEMORY, POSTGRES, REDIS }

    public static final Setting<Store> STORE = TABLE.add("store", Kind.choice(Store.class),
            Store.MEMORY, "Where requests are counted: in each process for itself, or in a store "
                    + "that several processes share.");
    public static final Setting<Secret> REDIS_URL = TABLE.add("redis-url", Kind.SECRET, null,
            "The Redis or Valkey server to share: redis://:password@host:6379/0, or rediss:// "
                    + "for TLS.");
    public static final Setting<Duration> STORE_WAIT_MAX = TABLE.add("store-wait-max",
            Kind.DURATION, RateConfig.STORE_WAIT_MAX,
            "How long a request waits for a shared store.");
    public static final Setting<WhenAway> STORE_AWAY = TABLE.add("store-away",
            Kind.choice(WhenAway.class), WhenAway.LOCAL, "What holds while a shared store does not "
                    + "answer: each process counts for itself (local), nothing is refused (open), "
                    + "or everything is (closed).");
    public static final Setting<Integer> KEYS_MAX = TABLE.add("keys-max",
            Kind.whole(1_000, 10_000_000), RateConfig.KEYS_MAX,
            "How many addresses, users or other keys a process remembers of each rule.");

    public static final Setting<Integer> LIMIT = rule("limit", Kind.whole(1, LIMIT_MAX), null,
            "How many requests are allowed in the time of `per`, or milliseconds of their "
                    + "answers.");
    public static final Setting<Duration> PER = rule("per", Kind.DURATION, Duration.ofMinutes(1),
            "The time in which so many come back, evenly.");
    public static final Setting<Integer> BURST = rule("burst", Kind.whole(1, LIMIT_MAX), null,
            "How many may come at once; without it as many as `limit`.");
    public static final Setting<List<String>> BY = rule("by", Kind.LIST, List.of("ip"),
            "For whom it is counted apart: ip, key, user, role, route, or several of them "
                    + "together; an empty list counts all requests together.");
    public static final Setting<Cost> COST = rule("cost", Kind.choice(Cost.class), Cost.REQUEST,
            "What a request takes: one, or the milliseconds of its answer once it is made.");
    public static final Setting<List<String>> ROUTES = rule("routes", Kind.LIST, List.of(),
            "The modules (rest, auth, realtime) or paths (/rest/v1/orders) that it is for; empty "
                    + "for all.");
    public static final Setting<List<String>> METHODS = rule("methods", Kind.LIST, List.of(),
            "The methods that it is for; empty for all.");
    public static final Setting<List<String>> FOR_ROLES = rule("roles", Kind.LIST, List.of(),
            "The database roles that it is for; empty for all.");

    private RateTable() {
    }

    private static <T> Setting<T> rule(String key, Kind<T> kind, T fallback, String meaning) {
        return TABLE.named(Set.of(), "rules.*." + key, kind, fallback, meaning);
    }
}
