package dev.loam.modules.rest;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.CatalogBuilder;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Trail;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A read whose answer is kept: all that the module does for it, with a database that answers at
/// once.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeptAnswer {
    /// A row by key; a page; related rows.
    public enum Question {
        KEY("/track?track_id=eq.1"),
        PAGE("/track?select=track_id,name,composer&album_id=eq.1&or=(name.like.A*,bytes.gt.10)"
                + "&order=milliseconds.desc,track_id&limit=50&offset=50"),
        RELATED("/artist?artist_id=eq.90&select=name,album(title,track(name))");

        private final String target;

        Question(String target) {
            this.target = target;
        }
    }

    /// What is asked.
    @Param
    public Question question;

    private Route route;
    private HttpRequest request;
    private final Caller caller = new Caller("web", "{\"role\":\"web\"}", false);
    private final Deadline deadline = new Deadline(0);

    @Setup
    public void prepare() {
        Catalog catalog = catalog();
        RestConfig plain = RestConfig.DEFAULT;
        var config = new RestConfig("", List.of("api"), List.of("public"), null, plain.txEnd(),
                null, Map.of(), false, false, false, null, plain.openApiMode(), null, false,
                Set.of(), 20_000, 100, plain.bodies(), plain.batches(), plain.verbosity(), null,
                null);
        route = RestModule.open(config, new Kept(), () -> catalog, new HandClock(), _ -> { })
                .routes().getFirst();
        request = Requests.of("GET", question.target, "", "Accept", "application/json",
                "Host", "127.0.0.1:8000", "User-Agent", "bench", "apikey", "x".repeat(200),
                "Authorization", "Bearer " + "x".repeat(200), "X-Client-Info", "supabase-js/2");
    }

    @Benchmark
    public HttpResponse answer() {
        return route.handler().handle(new Exchange(
                request, route.rest(request.path()), null, caller, "id", deadline,
                Trail.plain()));
    }

    private static Catalog catalog() {
        return new CatalogBuilder()
                .table("artist", "artist_id integer", "name text")
                .table("album", "album_id integer", "title text", "artist_id integer")
                .table("track", "track_id integer", "name text", "album_id integer",
                        "composer text", "milliseconds integer", "bytes bigint",
                        "unit_price numeric")
                .key("album_artist_id_fkey", "album", "artist_id", "artist", "artist_id")
                .key("track_album_id_fkey", "track", "album_id", "album", "album_id")
                .build();
    }

    /// Has one answer for everything.
    private static final class Kept implements Database {
        private final Rows rows = rows();

        private static Rows rows() {
            byte[][] row = new byte[7][];
            row[1] = "1".getBytes(StandardCharsets.US_ASCII);
            row[2] = ("[" + "{\"id\":1}".repeat(40) + "]").getBytes(StandardCharsets.US_ASCII);
            List<byte[][]> rows = new ArrayList<>();
            rows.add(row);
            return new Rows(List.of(), rows, -1, new Served(
                    Served.How.HIT, null, Duration.ofMillis(20), "0123456789abcdef", null));
        }

        @Override
        public Outcome run(Sql sql, Session session, Run run) {
            return rows;
        }

        @Override
        public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
            return rows;
        }

        @Override
        public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink) {
            return rows;
        }

        @Override
        public Outcome transact(Session session, Run run, Work work) {
            return rows;
        }

        @Override
        public void close() {
        }
    }
}
