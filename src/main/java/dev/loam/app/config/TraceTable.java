package dev.loam.app.config;

import dev.loam.adapters.telemetry.OtlpConfig;
import dev.loam.base.config.Secret;
import java.time.Duration;

/// The settings of `[trace]`: what is told to a collector of traces.
public final class TraceTable {
    static final SettingTable TABLE = new SettingTable("trace.");

    private static final Kind<Double> RATIO = new Kind<>("a number from 0 to 1",
            text -> ratio(Double.parseDouble(text.strip())), TraceTable::typed, String::valueOf,
            false);

    public static final Setting<String> ENDPOINT = TABLE.add("endpoint", Kind.OPTIONAL, null,
            "Where traces are sent, in OTLP over HTTP, as http://127.0.0.1:4318; /v1/traces is "
                    + "added where there is no path. Without one there are no traces.");
    public static final Setting<Secret> HEADERS = TABLE.add("headers", Kind.SECRET, null,
            "Fields that go along, as authorization=Bearer%20abc,x-team=7.");
    public static final Setting<String> SERVICE = TABLE.add("service", Kind.TEXT, "loam",
            "The name of this service there.");
    public static final Setting<Double> SAMPLE = TABLE.add("sample", RATIO, 1.0, 0.1,
            "The part of requests whose traces are kept, where the client does not decide.");
    public static final Setting<Boolean> PARENT_DECIDES = TABLE.add("parent-decides", Kind.TRUTH,
            true, "Whether a request that brings a trace (traceparent) is kept as that says; "
                    + "else it is kept by trace.sample like others.");
    public static final Setting<Duration> STEP_MIN = TABLE.add("step-min", Kind.DURATION,
            Duration.ofMillis(1), "How long a step of the pipeline has to take by itself to have "
                    + "a span of its own.");
    public static final Setting<Integer> SPANS_MAX = TABLE.add("spans-max",
            Kind.whole(512, 1_000_000), OtlpConfig.SPANS_MAX, "How many spans may wait for the "
                    + "collector; those that find no room are dropped and counted.");
    public static final Setting<Duration> TIMEOUT = TABLE.add("timeout", Kind.DURATION,
            Duration.ofSeconds(10), "How long a batch is offered to the collector, again and "
                    + "again where it has to be, before it is given up.");
    public static final Setting<Boolean> COMMENTS = TABLE.add("comments", Kind.TRUTH, false,
            "Whether the statements of requests whose traces are kept carry the trace as a "
                    + "comment; PostgreSQL plans those anew each time.");

    private TraceTable() {
    }

    private static Double typed(Object value) {
        if (value instanceof Number number) {
            return ratio(number.doubleValue());
        }
        throw new IllegalArgumentException();
    }

    private static Double ratio(double given) {
        if (!(given >= 0 && given <= 1)) {
            throw new IllegalArgumentException();
        }
        return given;
    }
}
