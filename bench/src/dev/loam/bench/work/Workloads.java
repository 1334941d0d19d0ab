package dev.loam.bench.work;

import static dev.loam.bench.work.Dialect.DIRECTUS;
import static dev.loam.bench.work.Dialect.GRAPHQL;
import static dev.loam.bench.work.Dialect.JDBC;
import static dev.loam.bench.work.Dialect.PARSE;
import static dev.loam.bench.work.Dialect.REST;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All workloads, in the order in which they run.
public final class Workloads {
    public static final List<Workload> ALL = all();

    /// Enough to see that everything works; the speeds found by them mean nothing.
    public static final List<String> SMOKE = List.of("point", "point-jwt", "embed", "insert",
            "patch", "cache-hit", "start");

    private Workloads() {
    }

    /// Those of these names; without names all but the longest. Fails for an unknown name with an
    /// `IllegalArgumentException`.
    public static List<Workload> named(List<String> names) {
        if (names.isEmpty()) {
            return ALL.stream().filter(one -> !one.onRequest()).toList();
        }
        return names.stream().map(name -> ALL.stream().filter(one -> one.name().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "There is no workload " + name + "; there is " + ALL.stream()
                                .map(Workload::name).collect(Collectors.joining(", "))))).toList();
    }

    private static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        all.addAll(Reads.all());
        all.addAll(Writes.all());
        all.addAll(Kept.all());
        all.add(Reads.point().as("start", "from starting the process to its first answer")
                .kind(Workload.Kind.START));
        all.add(Reads.point().as("memory", "memory after the start, and after load")
                .kind(Workload.Kind.MEMORY));
        // Directus and Parse have databases of their own, without the other tables.
        Workload beside = Reads.point().without(DIRECTUS, PARSE);
        all.add(beside.as("tables-2000", "point, beside 2,000 other tables")
                .on(Ground.TABLES_2000));
        // PostGraphile 5.1.5 was not up after two and a half minutes, at one and a half GB.
        all.add(beside.without(GRAPHQL).as("tables-20000", "point, beside 20,000 other tables")
                .on(Ground.TABLES_20000));
        all.add(rows("rows-10m", "one of 10 million rows by key",
                "/event?event_id=eq.", "", "/event/",
                "select event.* from event where event.event_id = 10 * :id"));
        all.add(rows("rows-10m-page", "50 of 10 million rows behind a key",
                "/event?event_id=gt.", "&order=event_id&limit=50", "/events/after/",
                "select event.* from event where event.event_id > 10 * :id order by"
                        + " event.event_id limit 50"));
        return List.copyOf(all);
    }

    private static Workload rows(
            String name, String about, String rest, String restEnd, String jdbc, String sql) {
        List<Call> viaRest = new ArrayList<>();
        List<Call> viaJdbc = new ArrayList<>();
        for (int n = 1; n <= 1_000; n++) {
            viaRest.add(Call.get(rest + 9_973L * n + restEnd));
            viaJdbc.add(Call.get(jdbc + 9_973L * n));
        }
        return Workload.named(name, about).on(Ground.ROWS_10M).onlyOnRequest()
                .asks(REST, viaRest).asks(JDBC, viaJdbc)
                .limit(Limits.byRow(sql));
    }
}
