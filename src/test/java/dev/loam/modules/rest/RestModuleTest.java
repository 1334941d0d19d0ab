package dev.loam.modules.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.module.Verbosity;
import dev.loam.modules.rest.RestConfig.OpenApiMode;
import dev.loam.modules.rest.RestConfig.TxEnd;
import dev.loam.modules.rest.ask.Library;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.web.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RestModuleTest {
    private static final String OBJECT = "application/vnd.pgrst.object+json";
    private static final Caller CALLER = new Caller("web", "{\"role\":\"web\"}", false);

    private final FakeDatabase database = new FakeDatabase();
    private Catalog catalog = Library.catalog();

    record Case(
            String method, String target, String headers, Object[] row, String way, int status,
            String fields) {
    }

    static List<Case> answers() {
        return List.of(
                new Case("GET", "/books?order=id&id=gt.1", "", row(null, 2, "[{},{}]"), "run", 200,
                        "Content-Type: application/json; charset=utf-8 | Content-Range: 0-1/* | "
                                + "Content-Location: /books?id=gt.1&order=id"),
                new Case("GET", "/books?limit=2&offset=4", "Prefer: count=exact",
                        row(9, 2, "[]"), "run", 206,
                        "Content-Range: 4-5/9 | Preference-Applied: count=exact"),
                new Case("GET", "/books", "Range: 4-5", row(null, 2, "[]"), "run", 200,
                        "Content-Range: 4-5/*"),
                new Case("HEAD", "/books?limit=0", "Prefer: count=exact", row(3, 0, null), "run",
                        206, "Content-Range: */3 | Content-Type: application/json; charset=utf-8"),
                new Case("POST", "/books", "", row(null, 1, null), "run", 201,
                        "Content-Range: */* | Content-Type: null | Content-Location: null"),
                new Case("POST", "/books", "Prefer: return=headers-only,count=exact",
                        row(null, 1, null, null, null, "{\"id\":\"3 4\"}", null), "run", 201,
                        "Content-Range: */1 | Location: /books?id=eq.3%204 | "
                                + "Preference-Applied: return=headers-only, count=exact"),
                new Case("POST", "/books", "Prefer: resolution=merge-duplicates,missing=default",
                        row(null, 1, null, null, null, null, 0), "run", 200,
                        "Preference-Applied: resolution=merge-duplicates, missing=default"),
                new Case("POST", "/books", "Prefer: resolution=merge-duplicates",
                        row(null, 2, null, null, null, null, 1), "run", 201,
                        "Preference-Applied: resolution=merge-duplicates"),
                new Case("POST", "/audited", "", row(null, 1, null), "commit", 201, ""),
                new Case("PATCH", "/books?id=eq.1", "", row(null, 1, null), "run", 204,
                        "Content-Range: 0-0/*"),
                new Case("PATCH", "/books?id=eq.1", "Prefer: return=representation,count=exact",
                        row(null, 0, "[]"), "run", 200, "Content-Range: */0"),
                new Case("PATCH", "/books", "Prefer: handling=strict,max-affected=2",
                        row(null, 2, null), "commit", 204,
                        "Preference-Applied: handling=strict, max-affected=2"),
                new Case("PUT", "/books?id=eq.1", "", row(null, 1, null, null, null, null, 1),
                        "commit", 204, "Content-Range: null"),
                new Case("PUT", "/books?id=eq.1", "", row(null, 1, null, null, null, null, 0),
                        "commit", 204, ""),
                new Case("PUT", "/books?id=eq.1", "Prefer: return=representation",
                        row(null, 1, "[]", null, null, null, 1), "commit", 201, ""),
                new Case("PUT", "/books?id=eq.1", "Prefer: return=representation",
                        row(null, 1, "[]", null, null, null, 0), "commit", 200, ""),
                new Case("DELETE", "/books?id=eq.1", "Prefer: count=exact", row(null, 3, null),
                        "run", 204, "Content-Range: */3"),
                new Case("DELETE", "/books", "Accept: " + OBJECT + " | Prefer: return="
                        + "representation", row(null, 1, "{}"), "commit", 200,
                        "Content-Type: " + OBJECT + "; charset=utf-8"),
                new Case("GET", "/rpc/add_them?a=1&b=2", "", row(null, 1, "3"), "run", 200,
                        "Content-Range: 0-0/* | Content-Location: null"),
                new Case("POST", "/rpc/touch", "", row(null, 1, null), "commit", 204,
                        "Content-Type: null"),
                new Case("POST", "/rpc/touch", "",
                        row(null, 1, null, "[{\"Set-Cookie\":\"a\"},{\"Set-Cookie\":\"b\"},"
                                + "{\"Vary\":\"X\"}]", "418"),
                        "commit", 418, "Set-Cookie: a | Vary: X"),
                new Case("OPTIONS", "/books", "", null, null, 200,
                        "Allow: OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"),
                new Case("OPTIONS", "/places", "", null, null, 200, "Allow: OPTIONS,GET,HEAD"),
                new Case("OPTIONS", "/rpc/touch", "", null, null, 200, "Allow: OPTIONS,POST"),
                new Case("OPTIONS", "/rpc/add_them", "", null, null, 200,
                        "Allow: OPTIONS,GET,HEAD,POST"),
                new Case("OPTIONS", "/", "", null, null, 200, "Allow: OPTIONS,GET,HEAD"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void results_become_answers(Case one) {
        if (one.row() != null) {
            database.then(one.row());
        }
        var answer = ask(one.method(), one.target(), one.headers());
        assertThat(answer.status()).isEqualTo(one.status());
        assertThat(database.ways).isEqualTo(one.way() == null ? List.of() : List.of(one.way()));
        for (String field : fields(one.fields())) {
            int colon = field.indexOf(": ");
            assertThat(String.valueOf(answer.headers().first(field.substring(0, colon))))
                    .isEqualTo(field.substring(colon + 2));
        }
        if (one.method().equals("HEAD") || one.status() == 204) {
            assertThat(((HttpResponse.Full) answer).body()).isNull();
        }
    }

    static List<Case> objections() {
        return List.of(
                new Case("GET", "/books", "Accept: " + OBJECT, row(null, 2, "{}"), "run", 406,
                        "PGRST116 The result contains 2 rows"),
                new Case("DELETE", "/books", "Accept: " + OBJECT, row(null, 0, null), "rollback",
                        406, "PGRST116 The result contains 0 rows"),
                new Case("PATCH", "/books", "Prefer: handling=strict,max-affected=2",
                        row(null, 3, null), "rollback", 400, "PGRST124 The query affects 3 rows"),
                new Case("POST", "/rpc/purge", "Prefer: handling=strict,max-affected=2",
                        row(null, 3, null), "rollback", 400, "PGRST124 The query affects 3 rows"),
                new Case("PUT", "/books?id=eq.1", "", row(null, 0, null), "rollback", 400,
                        "PGRST115 null"),
                new Case("POST", "/audited", "", row(null, 1, null, null, "teapot"), "rollback",
                        500, "PGRST112 null"),
                new Case("POST", "/rpc/touch", "", row(null, 1, null, "{\"a\":\"b\"}", null),
                        "rollback", 500, "PGRST111 null"),
                new Case("POST", "/rpc/touch", "",
                        row(null, 1, null, "[{\"a\":\"b\\r\\nc\"}]", null), "rollback", 500,
                        "PGRST111 null"),
                new Case("GET", "/books?offset=5", "Prefer: count=exact", row(3, 0, "[]"), "run",
                        416, "PGRST103 An offset of 5 was requested, but there are only 3 rows."));
    }

    @ParameterizedTest
    @MethodSource("objections")
    void results_that_cannot_stand_are_rolled_back(Case one) {
        database.then(one.row());
        Failure failure = refused(one.method(), one.target(), one.headers());
        assertThat(failure.status()).isEqualTo(one.status());
        assertThat(failure.code() + " " + failure.details()).isEqualTo(one.fields());
        assertThat(database.ways).containsExactly(one.way());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PATCH | /rpc/touch | | 405 | PGRST101 | Cannot use the PATCH method on RPC",
        "TRACE | /books | | 405 | PGRST117 | Unsupported HTTP method: TRACE",
        "POST | / | | 405 | PGRST117 | Unsupported HTTP method: POST",
        "GET | /books/1 | | 404 | PGRST125 | Invalid path specified in request URL",
        "GET | /boks | | 404 | PGRST205 | Could not find the table 'api.boks' in the schema cache",
        "OPTIONS | /boks | | 404 | PGRST205 | "
                + "Could not find the table 'api.boks' in the schema cache",
        "GET | /books | Accept-Profile: x | 406 | PGRST106 | Invalid schema: x",
        "GET | /books | Accept: image/png | 406 | PGRST107 | "
                + "None of these media types are available: image/png",
        "GET | /books | Range: 2-1 | 416 | PGRST103 | Requested range not satisfiable",
        "PUT | /books?id=eq.1&limit=1 | | 400 | PGRST114 | "
                + "limit/offset querystring parameters are not allowed for PUT",
        "POST | /rpc/touch | Prefer: handling=strict, max-affected=1 | 400 | PGRST128 | "
                + "Function must return SETOF or TABLE when max-affected preference is used with "
                + "handling=strict"})
    void requests_that_make_no_sense_never_reach_the_database(
            String method, String target, String headers, int status, String code, String words) {
        Failure failure = refused(method, target, headers == null ? "" : headers);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.message()).isEqualTo(words);
        assertThat(database.ways).isEmpty();
    }

    @Test
    void without_a_catalog_nothing_is_served_yet() {
        catalog = null;
        Failure failure = refused("GET", "/books", "");
        assertThat(failure.code()).isEqualTo("PGRST002");
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void sql_errors_and_outages_become_failures() {
        database.then(new Outcome.SqlError("42501", "no", null, "grant it", null, null, 0))
                .then(new Outcome.Unavailable(Outcome.Why.POOL, "full"));
        Failure denied = refused("GET", "/books", "");
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.hint()).isEqualTo("grant it");
        assertThat(refused("GET", "/books", "").code()).isEqualTo("PGRST003");
    }

    @Test
    void a_session_says_who_asks_and_what() {
        database.then(row(null, 0, "[]"));
        ask("GET", "/books", "Accept-Language: it | X-A: 1 | x-a: \"2\" | Cookie: s=1; t=a=b"
                + " | Prefer: timezone=Europe/Rome");
        Session session = database.sessions.getFirst();
        assertThat(session.role()).isEqualTo("web");
        assertThat(session.access()).isEqualTo(Access.READ_ONLY);
        assertThat(session.isolation()).isNull();
        assertThat(session.settings()).containsExactly(
                new Setting("search_path", "\"api\", \"public\", \"ex\"\"t\""),
                new Setting("request.jwt.claims", "{\"role\":\"web\"}"),
                new Setting("request.method", "GET"),
                new Setting("request.path", "/books"),
                new Setting("request.headers", "{\"accept-language\":\"it\","
                        + "\"x-a\":\"1, \\\"2\\\"\",\"prefer\":\"timezone=Europe/Rome\"}"),
                new Setting("request.cookies", "{\"s\":\"1\",\"t\":\"a=b\"}"),
                new Setting("app.settings.mode", "test"),
                new Setting("timezone", "Europe/Rome"));
    }

    @Test
    void functions_bring_their_access_and_settings_along() {
        database.then(row(null, 1, "1")).then(row(null, 1, "1")).then(row(null, 1, "3"));
        ask("POST", "/rpc/serial", "");
        Session serial = database.sessions.get(0);
        assertThat(serial.access()).isEqualTo(Access.READ_WRITE);
        assertThat(serial.isolation()).isEqualTo(Isolation.SERIALIZABLE);
        assertThat(serial.settings()).contains(new Setting("statement_timeout", "4s"))
                .noneMatch(setting -> setting.name().equals("work_mem"));
        ask("GET", "/rpc/serial", "");
        assertThat(database.sessions.get(1).access()).isEqualTo(Access.READ_ONLY);
        ask("POST", "/rpc/raw", "");
        assertThat(database.sessions.get(2).access()).isEqualTo(Access.READ_ONLY);
        assertThat(database.ways).containsExactly("commit", "run", "run");
    }

    @Test
    void a_pre_request_function_makes_every_write_decide() {
        database.then(row(null, 1, null)).then(row(null, 0, "[]"));
        var config = config(TxEnd.COMMIT, "private.check", 20_000);
        ask(config, "POST", "/books", "{}", "");
        ask(config, "GET", "/books", "", "");
        assertThat(database.ways).containsExactly("commit", "run");
        assertThat(database.sessions.getFirst().before().getFirst().text())
                .isEqualTo("select \"private\".\"check\"()");
    }

    @Test
    void transactions_roll_back_where_told() {
        for (int i = 0; i < 4; i++) {
            database.then(row(null, 1, null));
        }
        var overridable = config(TxEnd.COMMIT_ALLOW_OVERRIDE, null, 20_000);
        var answer = ask(overridable, "POST", "/books", "{}", "Prefer: tx=rollback");
        assertThat(answer.headers().first("Preference-Applied")).isEqualTo("tx=rollback");
        ask(config(TxEnd.ROLLBACK, null, 20_000), "DELETE", "/books", "", "Prefer: tx=commit");
        ask(config(TxEnd.COMMIT, null, 20_000), "DELETE", "/books", "", "Prefer: tx=rollback");
        ask(config(TxEnd.ROLLBACK, null, 20_000), "HEAD", "/books", "", "");
        assertThat(database.ways).containsExactly("rehearse", "rehearse", "run", "run");
    }

    @Test
    void planned_totals_come_from_the_planner_and_are_never_less_than_what_was_seen() {
        String plan = "[{\"Plan\":{\"Plan Rows\":%d}}]";
        database.then(row(null, 2, "[]")).then(FakeDatabase.row(plan.formatted(1000)))
                .then(row(null, 2, "[]")).then(FakeDatabase.row(plan.formatted(1)));
        assertThat(ask("GET", "/books", "Prefer: count=planned").headers().first("Content-Range"))
                .isEqualTo("0-1/1000");
        assertThat(ask("GET", "/books", "Prefer: count=planned").headers().first("Content-Range"))
                .isEqualTo("0-1/2");
    }

    @Test
    void bytes_leave_their_hexadecimal_form() {
        database.then(row(null, 1, "\\x00ff41"));
        var answer = (HttpResponse.Full) ask(
                "GET", "/books?select=cover", "Accept: application/octet-stream");
        assertThat(answer.body()).containsExactly(0, 0xFF, 'A');
    }

    @Test
    void results_above_the_bound_are_streamed() throws IOException {
        var config = config(TxEnd.COMMIT, null, 2);
        database.then(row(null, 3, "[1,2,3]")).then(FakeDatabase.row(4, 4)).then(Rows.NONE);
        database.streamed.add(FakeDatabase.row("{\"id\":1}"));
        database.streamed.add(FakeDatabase.row("{\"id\":2}"));
        var answer = (HttpResponse.Stream) ask(config, "GET", "/books", "", "Prefer: count=exact");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("Content-Range")).isEqualTo("0-3/4");
        var out = new ByteArrayOutputStream();
        answer.body().writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[{\"id\":1},{\"id\":2}]");
        assertThat(database.ways).containsExactly("run", "run", "stream");
        assertThat(database.statements.getFirst().text()).contains("LIMIT 3");
        assertThat(database.statements.getLast().text()).doesNotContain("LIMIT");
    }

    @Test
    void results_at_the_bound_are_whole() {
        database.then(row(null, 2, "[1,2]"));
        assertThat(ask(config(TxEnd.COMMIT, null, 2), "GET", "/books", "", ""))
                .isInstanceOf(HttpResponse.Full.class);
    }

    @Test
    void a_stream_that_breaks_off_is_cut() throws IOException {
        database.then(row(null, 3, "[]")).then(FakeDatabase.row(4, null))
                .then(new Outcome.Unavailable(Outcome.Why.BROKEN, "gone"));
        var answer = (HttpResponse.Stream) ask(
                config(TxEnd.COMMIT, null, 2), "GET", "/books", "", "");
        assertThat(catchThrowableOfType(IOException.class,
                () -> answer.body().writeTo(new ByteArrayOutputStream()))).isNotNull();
    }

    @Test
    void the_root_describes_what_the_role_may_use() {
        Rows visible = FakeDatabase.row("{\"relations\":[\"books\"],\"functions\":[]}");
        database.then(visible).then(visible);
        var config = rootedAt(OpenApiMode.FOLLOW_PRIVILEGES, null);
        var answer = (HttpResponse.Full) ask(config, "GET", "/", "", "Accept: application/json");
        assertThat(answer.headers().first("Content-Type"))
                .isEqualTo("application/openapi+json; charset=utf-8");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("/books").doesNotContain("/places");
        assertThat(database.sessions.getFirst().access()).isEqualTo(Access.READ_ONLY);
        assertThat(refused(config, "GET", "/", "Accept: text/csv").code()).isEqualTo("PGRST107");
        assertThat(refused(rootedAt(OpenApiMode.DISABLED, null), "GET", "/", "").code())
                .isEqualTo("PGRST126");
    }

    @Test
    void a_function_may_answer_for_the_root() {
        database.then(row(null, 1, "5"));
        var config = rootedAt(OpenApiMode.IGNORE_PRIVILEGES, "add_them");
        var answer = ask(config, "GET", "/?a=2&b=3", "", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(database.statements.getFirst().text()).contains("add_them");
    }

    private static RestConfig rootedAt(OpenApiMode mode, String rootSpec) {
        return new RestConfig("", List.of("api"), List.of(), null, TxEnd.COMMIT, null, Map.of(),
                false, false, true, rootSpec, mode, null, false, Set.of(), 20_000, 100,
                RestConfig.DEFAULT.bodies(), RestConfig.DEFAULT.batches(), Verbosity.FULL,
                null, null);
    }

    private static Object[] row(Object... cells) {
        var whole = new Object[7];
        System.arraycopy(cells, 0, whole, 0, cells.length);
        return whole;
    }

    private Failure refused(String method, String target, String headers) {
        return catchThrowableOfType(Refusal.class, () -> ask(method, target, headers)).failure();
    }

    private Failure refused(RestConfig config, String method, String target, String headers) {
        return catchThrowableOfType(
                Refusal.class, () -> ask(config, method, target, "", headers)).failure();
    }

    private HttpResponse ask(String method, String target, String headers) {
        String body = method.equals("POST") || method.equals("PATCH") || method.equals("PUT")
                ? "{}" : "";
        return ask(config(TxEnd.COMMIT, null, 20_000), method, target, body, headers);
    }

    private HttpResponse ask(
            RestConfig config, String method, String target, String body, String headers) {
        String[] pairs = fields(headers).stream()
                .flatMap(field -> List.of(field.split(": ", 2)).stream()).toArray(String[]::new);
        var request = Requests.of(method, target, body, pairs);
        Route route = RestModule.open(
                config, database, () -> catalog, new HandClock(), _ -> { }).routes().getFirst();
        return route.handler().handle(new Exchange(
                request, route.rest(request.path()), null, CALLER, "id", new Deadline(0),
                Trail.plain()));
    }

    private static List<String> fields(String text) {
        return text.isBlank() ? List.of() : List.of(text.split(" \\| "));
    }

    private static RestConfig config(TxEnd txEnd, String preRequest, long wholeRowsMax) {
        return new RestConfig("", List.of("api", "other"), List.of("public", "ex\"t"), null, txEnd,
                preRequest, Map.of("app.settings.mode", "test"), true, false, true, null,
                OpenApiMode.IGNORE_PRIVILEGES, null, false,
                Set.of("statement_timeout", "default_transaction_isolation"), wholeRowsMax, 100,
                RestConfig.DEFAULT.bodies(), RestConfig.DEFAULT.batches(), Verbosity.FULL,
                null, null);
    }
}
