package dev.loam.modules.rest;

import dev.loam.fixture.CatalogBuilder;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Planner;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.AskReader;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Payloads;
import dev.loam.modules.rest.ask.Preferences;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.modules.rest.ask.Target;
import dev.loam.ports.database.Sql;
import dev.loam.ports.web.HttpRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The pure stages of a read, one by one: from a request to what it asks, to a plan, to SQL.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RestStages {
    /// A row by key; a page; three levels of related rows.
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

    private static final Planner.Options OPTIONS = new Planner.Options(null, false, false);
    private static final int JSON_DEPTH_MAX = 500;

    /// What is asked.
    @Param
    public Question question;

    private final Catalog catalog = catalog();
    private final AskReader reader = new AskReader(new Payloads(JSON_DEPTH_MAX));
    private HttpRequest request;
    private Ask ask;
    private Plan plan;

    @Setup
    public void prepare() {
        request = Requests.of("GET", question.target, "", "Accept", "application/json");
        ask = parse();
        plan = plan();
    }

    @Benchmark
    public Ask parse() {
        return reader.relation((Target.Relation) Target.of(request.path()), Method.GET, "api",
                Preferences.of(request.headers()), request);
    }

    @Benchmark
    public Plan plan() {
        return Planner.plan(ask.asked(), catalog, OPTIONS);
    }

    @Benchmark
    public Sql writeSql() {
        return SqlWriter.write(plan, Format.Json.ARRAY);
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
}
