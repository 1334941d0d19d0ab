package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Several operations in one transaction: what is in `batch.txt`, malformed batches, conflicts with
/// others, bounds, and how it all ends.
class BatchSpec {
    private static final JsonMapper JSON = new JsonMapper();
    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = fresh();
        server = serve(database, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestDatabase fresh() {
        return PostgresFixture.freshDatabase(CaseDatabase.text("batch.sql"));
    }

    static RestServer serve(TestDatabase database, Map<String, String> more) {
        var settings = new HashMap<>(Map.of("PGRST_DB_PRE_REQUEST", "hidden.before",
                "PGRST_DB_POOL", "4"));
        settings.putAll(more);
        return RestServer.start(database.url("case_login"), settings);
    }

    private static RawHttp.Answer send(RestServer to, String batch, String... headers) {
        List<String[]> pairs = new ArrayList<>();
        pairs.add(new String[] {"Content-Type", "application/vnd.loam.batch+json"});
        for (int i = 0; i < headers.length; i += 2) {
            pairs.add(new String[] {headers[i], headers[i + 1]});
        }
        return to.http().send("POST", "/", pairs, batch.getBytes(StandardCharsets.UTF_8));
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        return CaseRun.tests("batch.txt", server);
    }

    /// What is refused: the batch (`GET path` and `POST path` open an operation), the answer
    /// and words that must be in it. Quotes are single here.
    private static final String MALFORMED = """
            ␀ => 400 PGRST102 | invalid json
            [ => 400 PGRST102 | invalid json
            [] [] => 400 PGRST102 | invalid json
            7 => 400 LOAM-REST-040 | the whole | an object or an array
            {} => 400 LOAM-REST-040 | operations | It is missing.
            {'operations': {}} => 400 LOAM-REST-040 | It has to be an array.
            {'operation': []} => 400 LOAM-REST-040 | Perhaps you meant operations.
            {'operations': [], 'zzz': 1} => 400 LOAM-REST-040 | There are isolation, references
            {'operations': [], 'operations': []} => 400 LOAM-REST-040 | It is there twice.
            {'isolation': 'strict', 'operations': []} => 400 LOAM-REST-040 | no such level
            {'isolation': 1, 'operations': []} => 400 LOAM-REST-040 | It has to be a string.
            {'references': 1, 'operations': []} => 400 LOAM-REST-040 | true or false
            REFERS {'id': {'$from': 1}}}]} => 400 LOAM-REST-040 | that member alone
            REFERS {'id': {'$from': '/a/body', 'b': 1}}}]} => 400 LOAM-REST-040 | alone
            REFERS {'id': {'b': 1, '$from': '/a/body'}}}]} => 400 LOAM-REST-040 | alone
            REFERS {'id': {'$from': '/x/status'}}}]} => 400 LOAM-REST-040 | as /ID/body
            REFERS {'id': {'$from': 'x'}}}]} => 400 LOAM-REST-040 | as /ID/body
            REFERS {'id': {'$from': '/y/body'}}}]} => 400 LOAM-REST-040 | no earlier operation
            REFERS {'$from': '/x/body'}}]} => 400 LOAM-REST-040 | Only values inside
            REFERS {'id': {'$from': '/x/body/9'}}}]} => 400 LOAM-REST-044 | /x/body/9
            [7] => 400 LOAM-REST-040 | operations[0] | It has to be an object. | 'operation':0
            [{}] => 400 LOAM-REST-040 | operations[0].method | It is missing.
            [{'method': 'GET'}] => 400 LOAM-REST-040 | operations[0].path | It is missing.
            [{'methd': 'GET'}] => 400 LOAM-REST-040 | operations[0].methd | you meant method.
            [{'id': 1}] => 400 LOAM-REST-040 | operations[0].id
            [{'id': 'a', 'id': 'a'}] => 400 LOAM-REST-040 | It is there twice. | 'id':'a'
            [GET 'account'}] => 400 LOAM-REST-040 | It has to begin with /
            [GET '/account\\n'}] => 400 LOAM-REST-040 | control characters
            [GET '/a', 'savepoint': 1}] => 400 LOAM-REST-040 | [0].savepoint | true or false
            [GET '/a', 'headers': []}] => 400 LOAM-REST-040 | operations[0].headers | an object
            [GET '/a', 'headers': {'A': 1}}] => 400 LOAM-REST-040 | [0].headers.A | a string
            [GET '/a', 'headers': {'A b': ''}}] => 400 LOAM-REST-040 | .A b | cannot be sent
            [GET '/a', 'headers': {'A': '\\r\\nB: 1'}}] => 400 LOAM-REST-040 | cannot be sent
            [GET '/a', 'headers': {'A': '', 'a': ''}}] => 400 LOAM-REST-040 | .headers.a | twice
            [GET '/a', 'headers': {'authorization': ''}}] => 400 LOAM-REST-042 | authorization
            [GET '/a', 'headers': {'apiKey': ''}}] => 400 LOAM-REST-042 | Send it with the batch
            [GET '/a', 'headers': {'Cookie': ''}}] => 400 LOAM-REST-042 | Cookie
            [GET '/a', 'headers': {'Host': ''}}] => 400 LOAM-REST-042 | Host
            [GET '/account', 'headers': {'Prefer': 'tx=commit'}}] => 400 LOAM-REST-042 | tx
            [GET '/'}] => 400 LOAM-REST-042 | the path / | no other batch
            [{'method': 'OPTIONS', 'path': '/account'}] => 400 LOAM-REST-042 | OPTIONS
            [GET '/account', 'headers': PLAN}] => 400 LOAM-REST-042 | an execution plan
            [POST '/account', 'body': {}, 'headers': CSV}] => 400 LOAM-REST-040 | As text/csv
            [POST '/account', 'body': {}, 'encoding': 'base64'}] => 400 LOAM-REST-040 | [0].body
            [POST '/account', 'body': '?', 'encoding': 'base64'}] => 400 LOAM-REST-040 | base64
            [POST '/account', 'body': '?', 'encoding': 'hex'}] => 400 LOAM-REST-040 | .encoding
            [{'method': 'get', 'path': '/account'}] => 405 PGRST117 | 'operation':0
            [GET '/rest/v1/account'}] => 404 PGRST125 | 'operation':0
            [GET '/a', 'id': 'x'}, GET '/a', 'id': 'x'}] => 400 LOAM-REST-040 | 'operation':1
            """;

    @TestFactory
    Stream<DynamicTest> malformed_batches_are_refused_and_told_where() {
        RestServer planning = serve(database, Map.of("PGRST_DB_PLAN_ENABLED", "true"));
        return MALFORMED.lines().map(line -> DynamicTest.dynamicTest(line, () -> {
            String[] sides = line.split(" => ");
            String[] says = sides[1].split(" \\| ");
            RawHttp.Answer answer = send(planning, written(sides[0]));
            String text = answer.text().replace('"', '\'');
            assertThat(answer.status()).as(text).isEqualTo(Integer.parseInt(says[0].split(" ")[0]));
            assertThat(text).contains("'code':'" + says[0].split(" ")[1] + "'");
            for (int i = 1; i < says.length; i++) {
                assertThat(text).contains(says[i]);
            }
        })).onClose(planning::close);
    }

    private static String written(String batch) {
        return batch.replace("␀", "").replace("REFERS", "{'references': true, 'operations': ["
                        + "GET '/account', 'id': 'x'}, POST '/account', 'body':")
                .replace("GET ", "{'method': 'GET', 'path': ")
                .replace("POST ", "{'method': 'POST', 'path': ")
                .replace("PLAN", "{'Accept': 'application/vnd.pgrst.plan+json'}")
                .replace("CSV", "{'Content-Type': 'text/csv'}").replace('\'', '"');
    }

    @Test
    void a_batch_in_another_encoding_is_refused() {
        RawHttp.Answer answer = server.http().send("POST", "/",
                List.<String[]>of(
                        new String[] {"Content-Type", "application/vnd.loam.batch+json"}),
                "[{\"method\": \"POST\", \"path\": \"/rpc/echo\", \"body\": {}}]"
                        .getBytes(StandardCharsets.UTF_16BE));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("A batch has to be UTF-8.");
    }

    @Test
    void the_time_zone_of_one_operation_is_not_that_of_the_next() {
        JsonNode results = JSON.readTree(send(server, """
                [{"method": "GET", "path": "/rpc/zone"},
                 {"method": "POST", "path": "/rpc/zone", "headers": {"Prefer": "timezone=+3"}},
                 {"method": "POST", "path": "/rpc/zone"}]""").body()).get("results");
        assertThat(results.get(1).get("body")).isNotEqualTo(results.get(0).get("body"));
        assertThat(results.get(2).get("body")).isEqualTo(results.get(0).get("body"));
    }

    @Test
    void a_batch_is_kept() {
        TestDatabase own = fresh();
        try (RestServer to = serve(own, Map.of())) {
            RawHttp.Answer answer = send(to, """
                    [{"method": "POST", "path": "/entry", "body": {"account_id": 3, "amount": 9}},
                     {"method": "POST", "path": "/entry", "body": [1], "savepoint": false,
                      "headers": {"Prefer": "missing=default"}}]""");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(own.value("select count(*) from api.entry")).isEqualTo("3");
            send(to, """
                    [{"method": "POST", "path": "/entry", "body": {"account_id": 3, "amount": 9}},
                     {"method": "POST", "path": "/rpc/fail", "body": {"code": "P0001",
                       "message": "no"}, "savepoint": true},
                     {"method": "POST", "path": "/entry", "body": {"account_id": 3, "amount": 8},
                      "savepoint": true},
                     {"method": "DELETE", "path": "/entry?id=eq.1"}]""");
            assertThat(own.value("select string_agg(amount::text, ' ' order by id)"
                    + " from api.entry")).isEqualTo("20 5 9 8");
        }
    }

    @TestFactory
    Stream<DynamicTest> it_ends_as_setting_and_preference_say() {
        TestDatabase own = fresh();
        List<RestServer> servers = new ArrayList<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (TransactionEndSpec.TxEnd end : TransactionEndSpec.TxEnd.values()) {
            RestServer to = serve(own, Map.of("PGRST_DB_TX_END",
                    end.name().toLowerCase(Locale.ROOT).replace('_', '-')));
            servers.add(to);
            for (String preferred : new String[] {"", "commit", "rollback"}) {
                tests.add(DynamicTest.dynamicTest(end + " tx=" + preferred, () -> {
                    own.execute("delete from api.note where id = 99");
                    RawHttp.Answer answer = send(to, """
                            [{"method": "POST", "path": "/note",
                              "body": {"id": 99, "owner": "ann"}}]""",
                            "Authorization", "Bearer " + Tokens.of("case_user", "ann"),
                            "Prefer", preferred.isEmpty() ? "" : "tx=" + preferred);
                    assertThat(answer.text()).contains("\"status\":201");
                    String wanted = preferred.isEmpty() ? null : preferred;
                    assertThat(own.value("select count(*) from api.note where id = 99"))
                            .isEqualTo(end.keeps(wanted) ? "1" : "0");
                }));
            }
        }
        return tests.stream().onClose(() -> servers.forEach(RestServer::close));
    }

    private static final String CONFLICTING = """
            {"isolation": "repeatable read", "operations": [
              {"method": "POST", "path": "/rpc/count_try"},
              {"method": "PATCH", "path": "/account?id=eq.3", "body": {"balance": 7},
               "headers": {"Prefer": "return=representation"}}]}""";

    /// Changes the row of the batch so often while it waits for it.
    private static RawHttp.Answer interfered(TestDatabase own, RestServer to, int times)
            throws Exception {
        try (Connection connection = own.connect()) {
            connection.setAutoCommit(false);
            change(connection);
            var answer = CompletableFuture.supplyAsync(() -> send(to, CONFLICTING));
            for (int i = 1; i <= times; i++) {
                String tries = Integer.toString(i);
                Eventually.within(Duration.ofSeconds(20), () -> {
                    assertThat(own.value("select last_value from api.tries")).isEqualTo(tries);
                    assertThat(own.value("select count(*) from pg_locks where not granted"))
                            .isEqualTo("1");
                });
                connection.commit();
                if (i < times) {
                    change(connection);
                }
            }
            return answer.get();
        }
    }

    private static void change(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("update api.account set owner = owner || '!' where id = 3");
        }
    }

    @Test
    void a_transaction_that_others_got_in_the_way_of_is_tried_again() throws Exception {
        TestDatabase own = fresh();
        try (RestServer to = serve(own, Map.of())) {
            RawHttp.Answer answer = interfered(own, to, 1);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            JsonNode results = JSON.readTree(answer.body()).get("results");
            assertThat(results.size()).isEqualTo(2);
            assertThat(results.get(0).get("body").asInt()).isEqualTo(2);
            assertThat(results.get(1).get("body").get(0).get("owner").asString())
                    .isEqualTo("cid!");
        }
    }

    @Test
    void what_code_of_the_database_raises_is_not_tried_again() {
        TestDatabase own = fresh();
        try (RestServer to = serve(own, Map.of())) {
            RawHttp.Answer answer = send(to, """
                    [{"method": "POST", "path": "/rpc/fail_counting", "body": {"code": "40001"}}]
                    """);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("\"40001\"").contains("\"operation\":0");
            assertThat(own.value("select last_value from api.tries")).isEqualTo("1");
        }
    }

    @Test
    void batches_that_change_the_same_rows_lose_no_change() throws Exception {
        TestDatabase own = fresh();
        own.execute("update api.account set balance = 100000");
        try (RestServer to = serve(own, Map.of("PGRST_DB_POOL", "6"))) {
            var refused = new ConcurrentLinkedQueue<String>();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean forth = i % 2 == 0;
                clients.add(Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 10; n++) {
                        RawHttp.Answer answer = send(to, transfers(forth));
                        if (answer.status() != 200) {
                            refused.add(answer.text());
                        }
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(refused).allSatisfy(text -> assertThat(text).contains("\"40"));
            assertThat(own.value("select count(*) from api.entry where note = 'kept'"))
                    .isEqualTo(Integer.toString(40 - refused.size()));
            assertThat(own.value("select sum(balance) from api.account where id < 3"))
                    .isEqualTo("200000");
        }
    }

    /// In opposite orders, so that they block each other.
    private static String transfers(boolean forth) {
        return """
                {"isolation": "serializable", "operations": [
                  {"method": "GET", "path": "/account?select=balance"},
                  {"method": "POST", "path": "/rpc/transfer",
                   "body": {"from_id": %d, "to_id": %d, "amount": 1}},
                  {"method": "POST", "path": "/entry",
                   "body": {"account_id": 1, "amount": 1, "note": "kept"}}]}"""
                .formatted(forth ? 1 : 2, forth ? 2 : 1);
    }

    @Test
    void after_the_last_try_the_conflict_is_told() throws Exception {
        TestDatabase own = fresh();
        try (RestServer to = serve(own, Map.of())) {
            RawHttp.Answer answer = interfered(own, to, 4);
            assertThat(answer.status()).as(answer.text()).isEqualTo(500);
            assertThat(answer.text()).contains("\"40001\"").contains("\"operation\":1");
            assertThat(own.value("select balance from api.account where id = 3")).isEqualTo("0");
        }
    }

    @Test
    void a_batch_that_takes_too_long_is_given_up_whole() {
        TestDatabase own = fresh();
        try (RestServer to = serve(own, Map.of())) {
            RawHttp.Answer answer = send(to, """
                    [{"method": "DELETE", "path": "/entry"},
                     {"method": "POST", "path": "/rpc/nap", "body": {"seconds": 20}}]""",
                    "Authorization", "Bearer " + Tokens.of("case_brisk", null));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("\"57014\"").contains("\"operation\":1");
            assertThat(own.value("select count(*) from api.entry")).isEqualTo("3");
        }
    }

    @Test
    void there_are_bounds() {
        String one = "{\"method\": \"GET\", \"path\": \"/rpc/long?n=1\"}";
        RawHttp.Answer most = send(server, "[" + (one + ",").repeat(99) + one + "]");
        assertThat(most.status()).isEqualTo(200);
        assertThat(JSON.readTree(most.body()).get("results").size()).isEqualTo(100);

        RawHttp.Answer more = send(server, "[" + (one + ",").repeat(100) + one + "]");
        assertThat(more.status()).isEqualTo(413);
        assertThat(more.text()).contains("LOAM-REST-041").contains("at most 100");

        String deep = "[".repeat(600) + "]".repeat(600);
        RawHttp.Answer tooDeep = send(server,
                "[{\"method\": \"POST\", \"path\": \"/rpc/echo\", \"body\": " + deep + "}]");
        assertThat(tooDeep.status()).isEqualTo(400);
        assertThat(tooDeep.text()).contains("PGRST102");
    }

    @Test
    void results_are_bounded_one_by_one_and_together() {
        RawHttp.Answer large = send(server, """
                [{"method": "GET", "path": "/rpc/long?n=40000000"},
                 {"method": "GET", "path": "/rpc/long?n=40000000"}]""");
        assertThat(large.status()).isEqualTo(400);
        assertThat(large.text()).contains("LOAM-REST-043").contains("\"operation\":1");

        TestDatabase own = fresh();
        own.execute("insert into api.account select n, 'x', 0 from generate_series(10, 20100) n");
        try (RestServer to = serve(own, Map.of())) {
            RawHttp.Answer many = send(to, """
                    [{"method": "DELETE", "path": "/entry"},
                     {"method": "GET", "path": "/account?select=id", "savepoint": true},
                     {"method": "GET", "path": "/account?select=id&limit=2"}]""",
                    "Prefer", "tx=rollback");
            JsonNode results = JSON.readTree(many.body()).get("results");
            assertThat(results.get(1).get("status").asInt()).isEqualTo(400);
            assertThat(results.get(1).get("body").get("code").asString())
                    .isEqualTo("LOAM-REST-043");
            assertThat(results.get(2).get("body").size()).isEqualTo(2);
        }
    }

    @Test
    void brief_errors_are_brief_inside_too() {
        try (RestServer to = serve(database, Map.of("PGRST_CLIENT_ERROR_VERBOSITY", "minimal"))) {
            RawHttp.Answer answer = send(to, """
                    [{"method": "POST", "path": "/rpc/fail", "savepoint": true,
                      "body": {"code": "PT402", "message": "pay first"}}]""");
            assertThat(answer.text())
                    .contains("\"body\":{\"code\":\"PT402\",\"message\":\"pay first\"}");
        }
    }

    @Test
    void one_schema_is_named_to_those_who_name_it() {
        try (RestServer to = serve(database, Map.of("PGRST_DB_SCHEMAS", "api"))) {
            RawHttp.Answer answer = send(to, """
                    [{"method": "GET", "path": "/rpc/zone"},
                     {"method": "GET", "path": "/rpc/zone", "headers": {"Accept-Profile": "api"}}]
                    """);
            JsonNode results = JSON.readTree(answer.body()).get("results");
            assertThat(results.get(0).get("headers").has("Content-Profile")).isFalse();
            assertThat(results.get(1).get("headers").get("Content-Profile").asString())
                    .isEqualTo("api");
        }
    }
}
