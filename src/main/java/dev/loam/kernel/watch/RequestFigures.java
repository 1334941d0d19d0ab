package dev.loam.kernel.watch;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.ports.telemetry.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// How many requests came, how they ended, how long they took and how large they were.
///
/// Whatever a client sends makes a bounded number of series: routes are those of the pipeline,
/// methods those that are known, tables those of the schema, statuses their five classes; and past
/// a number of series all further ones are counted as one.
public final class RequestFigures {
    public static final int SERIES_MAX = 2_000;

    private static final String OTHER = "other";
    private static final Key OVERFLOW = new Key(OTHER, OTHER, OTHER, OTHER);
    private static final List<String> CLASSES = List.of(OTHER, "1xx", "2xx", "3xx", "4xx", "5xx");

    private final int seriesMax;
    private final ConcurrentHashMap<Key, Histogram> times = new ConcurrentHashMap<>();
    private final Map<String, Sizes> sizes = new ConcurrentHashMap<>();
    private final Histogram overflow = Histogram.ofTimes();
    private final LongAdder overflown = new LongAdder();

    /// What tells one series of times from the others.
    private record Key(String route, String method, String table, String status) {
    }

    /// The sizes of a route's requests and answers.
    private record Sizes(Histogram in, Histogram out) {
    }

    public RequestFigures() {
        this(SERIES_MAX);
    }

    RequestFigures(int seriesMax) {
        this.seriesMax = seriesMax;
    }

    /// One that was answered.
    ///
    /// @param table the relation it was about, null for none; only names of the schema
    /// @param nanos how long the answer took to be made
    /// @param trace the trace it belongs to, null for none
    public void answered(
            String route, String method, String table, int status, long nanos,
            TraceContext trace, long nowMillis) {
        var key = new Key(route, known(method), table == null ? "" : table,
                CLASSES.get(status < 100 || status > 599 ? 0 : status / 100));
        Histogram series = times.get(key);
        if (series == null) {
            series = opened(key);
        }
        series.record(nanos, trace, nowMillis);
    }

    /// The bodies of a request and of its answer; a size below 0 is not known.
    public void sized(String route, long in, long out) {
        Sizes of = sizes.get(route);
        if (of == null) {
            of = sizes.computeIfAbsent(route,
                    _ -> new Sizes(Histogram.ofSizes(), Histogram.ofSizes()));
        }
        if (in >= 0) {
            of.in().record(in);
        }
        if (out >= 0) {
            of.out().record(out);
        }
    }

    private Histogram opened(Key key) {
        // A few more than the bound may come in at once, one a thread.
        if (times.size() >= seriesMax) {
            overflown.increment();
            return overflow;
        }
        return times.computeIfAbsent(key, _ -> Histogram.ofTimes());
    }

    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS" -> method;
            default -> OTHER;
        };
    }

    public List<Meter> meters() {
        return List.of(
                new Meter("loam_http_request_duration_seconds", Kind.HISTOGRAM,
                        "Time until the answer to a request was made, by route, method, table "
                                + "and class of status.",
                        List.of("route", "method", "table", "status"), this::durations),
                new Meter("loam_http_request_body_bytes", Kind.HISTOGRAM,
                        "Bodies of requests whose length was told beforehand, by route.",
                        List.of("route"),
                        () -> sizes(Sizes::in)),
                new Meter("loam_http_response_body_bytes", Kind.HISTOGRAM,
                        "Bodies of answers that were made whole, by route.",
                        List.of("route"),
                        () -> sizes(Sizes::out)),
                Meter.counter("loam_http_series_overflown_total",
                        "Requests that were counted under other, since there were too many "
                                + "series already.", overflown::sum));
    }

    private List<Reading> durations() {
        List<Reading> readings = new ArrayList<>(times.size() + 1);
        times.forEach((key, series) -> readings.add(reading(key, series)));
        if (overflown.sum() > 0) {
            readings.add(reading(OVERFLOW, overflow));
        }
        return readings;
    }

    private static Reading reading(Key key, Histogram series) {
        return new Reading(Map.of("route", key.route(), "method", key.method(),
                "table", key.table(), "status", key.status()), series.read());
    }

    private List<Reading> sizes(Function<Sizes, Histogram> which) {
        List<Reading> readings = new ArrayList<>(sizes.size());
        sizes.forEach((route, of) -> readings.add(
                new Reading(Map.of("route", route), which.apply(of).read())));
        return readings;
    }
}
