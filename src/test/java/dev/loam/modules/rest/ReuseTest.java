package dev.loam.modules.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.base.position.Lsn;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Trail;
import dev.loam.modules.rest.ask.Library;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that were made before: what a request says of them, and what an answer does.
class ReuseTest {
    private static final Served MISS =
            new Served(How.MISS, null, Duration.ZERO, "rows1", Lsn.parse("0/AB"));

    private final FakeDatabase database = new FakeDatabase();
    private RestConfig config = config();

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                             | SESSION null null | -
            Prefer: consistency=session                   | SESSION null null | consistency=session
            Prefer: consistency=strong                    | STRONG null null | consistency=strong
            Prefer: consistency=eventual  | EVENTUAL null null | consistency=eventual
            Prefer: consistency=bounded=250ms | BOUNDED PT0.25S null | consistency=bounded=250ms
            Prefer: consistency="bounded=2s"  | BOUNDED PT2S null | consistency=bounded=2s
            Prefer: consistency=bounded=1m30s | BOUNDED PT1M30S null | consistency=bounded=1m30s
            Prefer: consistency=bounded=2     | BOUNDED PT2S null | consistency=bounded=2
            Prefer: consistency=bounded=soon              | SESSION null null | -
            Prefer: consistency=bounded                   | SESSION null null | -
            Prefer: consistency=weak                      | SESSION null null | -
            Prefer: consistency=weak, consistency=strong  | STRONG null null | consistency=strong
            Cache-Control: no-cache                       | STRONG null null | -
            Cache-Control: foo, No-Store                  | STRONG null null | -
            Cache-Control: max-age=0                      | STRONG null null | -
            Cache-Control: max-age=10                     | SESSION null null | -
            Loam-Position: 16/B374D848                    | SESSION null 16/B374D848 | -
            """)
    void a_request_says_how_old_an_answer_may_be(String header, String run, String applied) {
        database.then(rows(null));
        var answer = ask("GET", "/books", header == null ? "" : header);
        Consistency consistency = database.runs.getFirst().consistency();
        assertThat(consistency.level() + " " + consistency.bound() + " " + consistency.atLeast())
                .isEqualTo(run);
        assertThat(answer.headers().first("Preference-Applied")).isEqualTo(applied);
    }

    @Test
    void what_cannot_be_read_is_refused_by_name() {
        Failure position = refused("GET", "/books", "Loam-Position: 16-B3");
        assertThat(position.code()).isEqualTo("LOAM-REST-070");
        assertThat(position.status()).isEqualTo(400);
        Failure strict = refused("GET", "/books",
                "Prefer: handling=strict, consistency=bounded=soon");
        assertThat(strict.code()).isEqualTo("PGRST122");
        assertThat(strict.details()).contains("consistency=bounded=soon");
    }

    @Test
    void without_a_cache_nothing_is_told_and_nothing_is_left_out() {
        database.then(rows(null)).then(rows(null));
        for (String header : List.of("", "If-None-Match: *")) {
            var answer = ask("GET", "/books", header);
            assertThat(answer.status()).isEqualTo(200);
            for (String name : List.of(
                    "ETag", "Age", "Cache-Status", "Loam-Position", "Cache-Control")) {
                assertThat(answer.headers().contains(name)).as(name).isFalse();
            }
            assertThat(answer.headers().first("Vary")).isEqualTo("Accept, Prefer, Range");
        }
        assertThat(database.runs).noneMatch(run -> run.tellsPosition());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            HIT    | -                | -      | loam; hit
            MISS   | -                | -      | loam; fwd=uri-miss; stored
            SHARED | -                | -      | loam; fwd=uri-miss; collapsed
            STALE  | -                | -      | loam; fwd=stale; stored
            PASS   | "\\x" is no tâble | - | loam; fwd=bypass; detail="\\"\\\\x\\" is no t?ble"
            PASS   | no               | strong | loam; fwd=request; detail="no"
            """)
    void an_answer_says_how_it_was_served(
            How how, String why, String consistency, String status) {
        database.then(rows(new Served(how, why, Duration.ofMillis(2900), "t", null)));
        var answer = ask("GET", "/books",
                consistency == null ? "" : "Prefer: consistency=" + consistency);
        assertThat(answer.headers().first("Cache-Status")).isEqualTo(status);
        assertThat(answer.headers().first("Age")).isEqualTo(how == How.HIT ? "2" : null);
    }

    @Test
    void a_tag_comes_with_what_keeps_callers_apart() {
        database.then(rows(MISS));
        var answer = ask("GET", "/books", "");
        assertThat(answer.headers().first("ETag")).matches("\"rows1\\.[0-9a-f]{1,8}\"");
        assertThat(answer.headers().first("Loam-Position")).isEqualTo("0/AB");
        assertThat(answer.headers().first("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(answer.headers().first("Vary"))
                .isEqualTo("Accept, Accept-Profile, Prefer, Range, Authorization, apikey");
    }

    @Test
    void what_shapes_an_answer_shapes_its_tag() {
        Set<String> tags = new HashSet<>();
        for (String header : List.of("", "Accept: application/vnd.pgrst.object+json",
                "Accept: text/csv", "Prefer: handling=lenient", "Range: 1-1",
                "Prefer: count=exact")) {
            database.then(rows(MISS));
            tags.add(ask("GET", "/books", header).headers().first("ETag"));
        }
        database.then(rows(MISS));
        tags.add(ask("GET", "/books?offset=1", "").headers().first("ETag"));
        assertThat(tags).hasSize(6).doesNotContainNull();
        database.then(rows(MISS));
        assertThat(tags).contains(ask("GET", "/books", "").headers().first("ETag"));
    }

    @Test
    void what_the_client_has_is_not_sent_again() {
        database.then(rows(MISS));
        String tag = ask("GET", "/books", "").headers().first("ETag");
        for (String condition : List.of(tag, "W/" + tag, "\"a\", " + tag, "*")) {
            database.then(rows(new Served(How.HIT, null, Duration.ZERO, "rows1", null)));
            var answer = (HttpResponse.Full) ask("GET", "/books", "If-None-Match: " + condition);
            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.body()).isNull();
            assertThat(answer.headers().first("ETag")).isEqualTo(tag);
            assertThat(answer.headers().first("Cache-Status")).isEqualTo("loam; hit");
            assertThat(answer.headers().contains("Content-Type")).isFalse();
            assertThat(answer.headers().contains("Content-Location")).isTrue();
        }
        for (String condition : List.of("\"rows1\"", "\"other\"", "rows1")) {
            database.then(rows(MISS));
            assertThat(ask("GET", "/books", "If-None-Match: " + condition).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void only_answers_to_get_that_are_well_have_tags() {
        database.then(rows(MISS));
        assertThat(ask("HEAD", "/books", "If-None-Match: *").status()).isEqualTo(200);
        database.then(rows(MISS));
        assertThat(ask("HEAD", "/books", "").headers().contains("ETag")).isFalse();
        database.then(FakeDatabase.row(3, 0, "[]", null, null, null, null).withServed(MISS));
        Failure beyond = refused("GET", "/books?offset=5",
                "Prefer: count=exact | If-None-Match: *");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.headers()).doesNotContainKey("ETag").containsKey("Cache-Status");
        database.then(FakeDatabase.row(null, 2, "[]", null, null, null, null).withServed(MISS));
        assertThat(refused("GET", "/books",
                "Accept: application/vnd.pgrst.object+json | If-None-Match: *").status())
                .isEqualTo(406);
        database.then(FakeDatabase.row(9, 2, "[]", null, null, null, null).withServed(MISS));
        assertThat(ask("GET", "/books?limit=2", "Prefer: count=exact").status()).isEqualTo(206);
    }

    @Test
    void what_sql_sets_goes_before() {
        database.then(FakeDatabase.row(null, 1, "[{}]", "[{\"ETag\":\"own\"},"
                + "{\"Cache-Control\":\"public\"}]", null, null, null).withServed(MISS));
        var answer = ask("GET", "/books", "");
        assertThat(answer.headers().all("ETag")).containsExactly("own");
        assertThat(answer.headers().all("Cache-Control")).containsExactly("public");
    }

    @Test
    void writes_tell_where_they_are_in_the_log() {
        config = config().withPositions();
        Served written = Served.written(Lsn.parse("1/2"));
        database.then(rows(written)).then(rows(written));
        for (String method : List.of("POST", "DELETE")) {
            var answer = ask(method, "/books?id=eq.1", "");
            assertThat(answer.headers().first("Loam-Position")).isEqualTo("1/2");
            assertThat(answer.headers().first("Cache-Status")).isEqualTo("loam; fwd=method");
            assertThat(answer.headers().contains("ETag")).isFalse();
        }
        assertThat(database.runs).allMatch(run -> run.tellsPosition());
    }

    @Test
    void a_batch_tells_where_it_is_in_the_log() {
        config = config().withPositions();
        database.end = Rows.NONE.withServed(Served.written(Lsn.parse("1/3")));
        database.then(rows(null));
        var answer = ask("POST", "/", "Content-Type: application/vnd.loam.batch+json",
                "{\"operations\":[{\"method\":\"POST\",\"path\":\"/books\",\"body\":{}}]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("Loam-Position")).isEqualTo("1/3");
        assertThat(database.runs.getFirst().tellsPosition()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept until one of these changes: api.books", "not kept: it may write"})
    void a_plan_says_whether_its_answer_would_be_kept(String kept) {
        database.kept = kept;
        database.then(rows(null));
        assertThat(ask("GET", "/books", "Accept: application/vnd.pgrst.plan+json").headers()
                .first("Cache-Status")).isEqualTo("loam; detail=\"" + kept + "\"");
    }

    private static Rows rows(Served served) {
        return FakeDatabase.row(1, 1, "[{}]", null, null, null, null).withServed(served);
    }

    private Failure refused(String method, String target, String headers) {
        return catchThrowableOfType(Refusal.class, () -> ask(method, target, headers)).failure();
    }

    private HttpResponse ask(String method, String target, String headers) {
        return ask(method, target, headers, method.equals("POST") ? "{}" : "");
    }

    private HttpResponse ask(String method, String target, String headers, String body) {
        List<String> pairs = new ArrayList<>();
        if (!headers.isBlank()) {
            for (String field : headers.split(" \\| ")) {
                pairs.addAll(List.of(field.split(": ", 2)));
            }
        }
        var request = Requests.of(method, target, body, pairs.toArray(String[]::new));
        Route route = RestModule.open(config, database, Library::catalog, new HandClock(), _ -> { })
                .routes().getFirst();
        return route.handler().handle(new Exchange(request, route.rest(request.path()),
                null, new Caller("web", "{}", false), "id", new Deadline(0), Trail.plain()));
    }

    private static RestConfig config() {
        RestConfig plain = RestConfig.DEFAULT;
        return new RestConfig("", List.of("api"), List.of(), null, plain.txEnd(), null, Map.of(),
                true, true, true, null, plain.openApiMode(), null, false, Set.of(), 20_000, 100,
                plain.bodies(), plain.batches(), plain.verbosity(), null, null);
    }
}
