package dev.loam.app.top;

import dev.loam.app.top.Scrape.Sample;
import dev.loam.app.top.Span.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/// A [Span] as lines of text: the process in a few lines, then its requests by load.
public final class TopPage {
    private static final double MEBIBYTE = 1 << 20;
    private static final String TITLE = "    LOAD       REQ/S       P50       P99   ERR %  "
            + "ROUTE       METHOD   TABLE";

    private final Span span;
    private final Scrape now;
    private final List<String> lines = new ArrayList<>();

    private TopPage(Span span) {
        this.span = span;
        this.now = span.now();
    }

    /// @param where the address that was read
    /// @param rowsMax how many kinds of requests are shown
    public static List<String> lines(Span span, String where, int rowsMax) {
        var page = new TopPage(span);
        page.process(where);
        page.requests();
        page.waiting();
        page.cache();
        page.feed();
        page.postgres();
        page.rows(rowsMax);
        return page.lines;
    }

    private void process(String where) {
        var line = new StringJoiner(", ").add("Loam at " + where);
        line.add("figures of " + time(span.seconds()));
        line.add(percent(span.rate("process_cpu_seconds_total")) + " of a core");
        now.sum("process_resident_memory_bytes").ifPresent(bytes -> line.add(size(bytes)));
        lines.add(line.toString());
    }

    private void requests() {
        double all = span.requests(_ -> true);
        var times = span.requestTimes();
        add("requests", count(all / span.seconds()) + "/s, p50 " + time(times.quantile(0.5))
                + ", p99 " + time(times.quantile(0.99)) + ", errors "
                + percent(part(span.requests(labels -> "5xx".equals(labels.get("status"))), all))
                + ", refused " + percent(
                        part(span.requests(labels -> "4xx".equals(labels.get("status"))), all)));
    }

    private void waiting() {
        if (now.has("loam_pool_connections_max")) {
            double waited = span.durations("loam_pool_wait_duration_seconds").quantile(0.99);
            add("pool", whole("loam_pool_connections_used") + " of "
                    + whole("loam_pool_connections_max") + " connections used, "
                    + whole("loam_pool_waiting_requests") + " waiting"
                    + (Double.isNaN(waited) ? "" : ", waits p99 " + time(waited)));
        }
        if (now.has("loam_load_limit")) {
            add("places", whole("loam_load_in_flight") + " of " + whole("loam_load_limit")
                    + " taken, " + whole("loam_load_queued") + " waiting, "
                    + count(span.rate("loam_load_shed_total")) + "/s sent away");
        }
    }

    private void cache() {
        if (!now.has("loam_cache_entries")) {
            return;
        }
        double hits = grown("loam_cache_hits_total") + grown("loam_cache_shared_total");
        double others = grown("loam_cache_misses_total") + grown("loam_cache_stale_total")
                + grown("loam_cache_passes_total");
        var line = new StringJoiner(", ").add("hits " + percent(part(hits, hits + others)));
        line.add(whole("loam_cache_entries") + " answers kept");
        line.add(size(now.sum("loam_cache_bytes").orElse(0)));
        now.sum("loam_cache_lag_seconds").ifPresent(lag -> line.add("lag " + time(lag)));
        add("cache", line.toString());
    }

    private void feed() {
        List<Sample> reading = now.all("loam_feed_reading");
        if (reading.isEmpty()) {
            return;
        }
        var line = new StringJoiner(", ").add(reading.getFirst().labels().get("source") + " "
                + (reading.getFirst().value() == 1 ? "read" : "NOT read"));
        line.add(whole("loam_feed_listeners") + " listeners");
        line.add(count(span.rate("loam_feed_cut_off_total")) + "/s cut off");
        if (now.has("loam_realtime_sockets")) {
            line.add(whole("loam_realtime_sockets") + " sockets");
        }
        add("feed", line.toString());
    }

    private void postgres() {
        if (!now.has("loam_postgres_up")) {
            return;
        }
        if (now.sum("loam_postgres_up").orElse(0) == 0) {
            add("postgres", "not reached");
            return;
        }
        double hit = grown("loam_postgres_blocks_hit_total");
        var line = new StringJoiner(", ");
        line.add(whole("loam_postgres_connections_used") + " of "
                + whole("loam_postgres_connections_max") + " connections");
        line.add("hits " + percent(part(hit, hit + grown("loam_postgres_blocks_read_total"))));
        line.add(whole("loam_postgres_locks_waiting") + " locks waited for");
        now.sum("loam_postgres_transaction_age_max_seconds").ifPresent(
                age -> line.add("oldest transaction " + time(age)));
        add("postgres", line.toString());
    }

    private void rows(int max) {
        lines.add("");
        lines.add(TITLE);
        span.rows().stream().limit(Math.max(0, max)).forEach(row -> lines.add(line(row)));
    }

    private static String line(Row row) {
        return String.format(Locale.ROOT, "%8.2f  %10s  %8s  %8s  %6.1f  %-10s  %-7s  %s",
                row.load(), count(row.rate()), time(row.times().quantile(0.5)),
                time(row.times().quantile(0.99)), row.errorPart() * 100,
                printable(row.route()), printable(row.method()), printable(row.table()))
                .stripTrailing();
    }

    private void add(String what, String line) {
        lines.add(String.format(Locale.ROOT, "%-9s %s", what, line));
    }

    private double grown(String name) {
        return span.grown(name, _ -> true);
    }

    private String whole(String name) {
        OptionalDouble value = now.sum(name);
        return value.isEmpty() ? "?" : String.format(Locale.ROOT, "%,d",
                Math.round(value.getAsDouble()));
    }

    private static double part(double some, double all) {
        return all == 0 ? Double.NaN : some / all;
    }

    static String percent(double part) {
        return Double.isNaN(part) ? "-" : String.format(Locale.ROOT, "%.1f %%", part * 100);
    }

    static String count(double number) {
        return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%,.0f", number);
    }

    static String size(double bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / MEBIBYTE);
    }

    /// In the largest unit that leaves a digit before the point.
    static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return "-";
        }
        return seconds < 1e-3 ? String.format(Locale.ROOT, "%.0f µs", seconds * 1e6)
                : seconds < 1 ? String.format(Locale.ROOT, "%.1f ms", seconds * 1e3)
                : seconds < 120 ? String.format(Locale.ROOT, "%.1f s", seconds)
                : seconds < 7_200 ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }

    /// What another process says must not command the terminal.
    private static String printable(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint,
                        StringBuilder::append).toString();
    }
}
