package dev.loam.app.top;

import dev.loam.app.top.Scrape.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/// What happened between two readings of the same process, so many seconds apart.
public final class Span {
    private static final String REQUESTS = "loam_http_request_duration_seconds";

    private final Scrape before;
    private final Scrape after;
    private final double seconds;

    /// Requests of one kind. `load` is how many of them were under way on average.
    record Row(String route, String method, String table, double rate, double load,
            double errorPart, Durations times) {
    }

    private Span(Scrape before, Scrape after, double seconds) {
        this.before = before;
        this.after = after;
        this.seconds = Math.max(seconds, 1e-3);
    }

    /// All since the process began.
    public static Span sinceStart(Scrape now, double nowSeconds) {
        double begun = now.sum("process_start_time_seconds").orElse(nowSeconds - 1);
        return new Span(Scrape.NONE, now, nowSeconds - begun);
    }

    /// From one reading to the next; all since its start where another process took over.
    public static Span between(Scrape before, Scrape after, double seconds, double nowSeconds) {
        OptionalDouble begun = after.sum("process_start_time_seconds");
        return begun.equals(before.sum("process_start_time_seconds"))
                ? new Span(before, after, seconds) : sinceStart(after, nowSeconds);
    }

    double seconds() {
        return seconds;
    }

    Scrape now() {
        return after;
    }

    /// How much a counter grew in a second, over all its series; 0 where there is none.
    double rate(String counter) {
        return grown(counter, _ -> true) / seconds;
    }

    double grown(String name, Predicate<Map<String, String>> which) {
        return growth(name).entrySet().stream().filter(one -> which.test(one.getKey()))
                .mapToDouble(Map.Entry::getValue).sum();
    }

    private Map<Map<String, String>, Double> growth(String name) {
        Map<Map<String, String>, Double> was = new HashMap<>();
        before.all(name).forEach(sample -> was.put(sample.labels(), sample.value()));
        Map<Map<String, String>, Double> grown = new HashMap<>();
        for (Sample sample : after.all(name)) {
            double old = was.getOrDefault(sample.labels(), 0.0);
            // What became less was counted anew.
            grown.put(sample.labels(), sample.value() < old
                    ? sample.value() : sample.value() - old);
        }
        return grown;
    }

    /// A histogram's, all its series together.
    Durations durations(String name) {
        var all = new Durations();
        growth(name + "_bucket").forEach((labels, count) ->
                all.add(Scrape.number(labels.get("le")), count));
        return all;
    }

    Durations requestTimes() {
        return durations(REQUESTS);
    }

    double requests(Predicate<Map<String, String>> which) {
        return grown(REQUESTS + "_count", which);
    }

    /// Those that had any, by load, the heaviest first.
    List<Row> rows() {
        Map<List<String>, double[]> sums = new HashMap<>();
        Map<List<String>, Durations> times = new HashMap<>();
        growth(REQUESTS + "_count").forEach((labels, count) -> {
            double[] sum = sums.computeIfAbsent(kind(labels), _ -> new double[3]);
            sum[0] += count;
            sum[1] += "5xx".equals(labels.get("status")) ? count : 0;
        });
        growth(REQUESTS + "_sum").forEach((labels, sum) ->
                sums.computeIfAbsent(kind(labels), _ -> new double[3])[2] += sum);
        growth(REQUESTS + "_bucket").forEach((labels, count) ->
                times.computeIfAbsent(kind(labels), _ -> new Durations())
                        .add(Scrape.number(labels.get("le")), count));
        List<Row> rows = new ArrayList<>();
        sums.forEach((kind, sum) -> {
            if (sum[0] > 0) {
                rows.add(new Row(kind.get(0), kind.get(1), kind.get(2), sum[0] / seconds,
                        sum[2] / seconds, sum[1] / sum[0],
                        times.getOrDefault(kind, new Durations())));
            }
        });
        rows.sort(Comparator.comparingDouble(Row::load).reversed().thenComparing(Row::route)
                .thenComparing(Row::table).thenComparing(Row::method));
        return rows;
    }

    private static List<String> kind(Map<String, String> labels) {
        return List.of(labels.getOrDefault("route", ""), labels.getOrDefault("method", ""),
                labels.getOrDefault("table", ""));
    }
}
