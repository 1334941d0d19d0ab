package dev.loam.app.config;

import dev.loam.kernel.admission.AdmissionConfig;
import java.time.Duration;
import java.util.List;

/// The settings of `[load]`: how many requests use the database at once, who waits, and who is sent
/// away when more comes than can be done.
public final class LoadTable {
    static final SettingTable TABLE = new SettingTable("load.");

    public static final Setting<Boolean> ENABLED = TABLE.add("enabled", Kind.TRUTH, true,
            "Whether requests get a place before they use the database, so that what cannot be "
                    + "done in time is answered 503 at once.");
    public static final Setting<Integer> LIMIT_MIN = TABLE.add("limit-min",
            Kind.wholeOrNone(1, 100_000), null, "The least number of places; half of "
                    + "database.pool-size where none is given.");
    public static final Setting<Integer> LIMIT_MAX = TABLE.add("limit-max",
            Kind.wholeOrNone(1, 100_000), null, "The most places; twice database.pool-size where "
                    + "none is given. Between the two the number is learned.");
    public static final Setting<Integer> QUEUE_MAX = TABLE.add("queue-max",
            Kind.whole(0, 1_000_000), AdmissionConfig.QUEUE_MAX,
            "How many requests may wait for a place.");
    public static final Setting<Duration> WAIT_MAX = TABLE.add("wait-max", Kind.DURATION,
            AdmissionConfig.WAIT_MAX, "How long a request waits for a place.");
    public static final Setting<Duration> TARGET = TABLE.add("target", Kind.DURATION,
            AdmissionConfig.TARGET, "How long it waits while more comes than can be done; twice "
                    + "the time of a request where that is longer.");
    public static final Setting<List<String>> SERVICE_ROLES = TABLE.add("service-roles", Kind.LIST,
            List.copyOf(AdmissionConfig.SERVICES), "The roles that go before all others.");

    private LoadTable() {
    }
}
