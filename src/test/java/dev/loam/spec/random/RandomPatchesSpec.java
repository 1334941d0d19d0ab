package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// JSON Patches against a reference: the facts of RFC 6902's appendix, and random ones.
///
/// `-Dseed=N` throws the same again, `-Drandom.patches=N` more or fewer.
class RandomPatchesSpec {
    private static final long SEED = Long.getLong("seed", 20261128L);
    private static final int PATCHES = Integer.getInteger("random.patches", 600);
    private static final String TARGET = "/papers?select=id,doc,plain,label";
    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase();
        database.execute(SchemaScript.BEGINNING + "create schema api;"
                + " grant usage on schema api to random_anon;"
                + " create table api.papers (id integer primary key, doc jsonb, plain json,"
                + " label text); grant all on api.papers to random_anon");
        server = RestServer.start(database.url(SchemaScript.LOGIN), Map.of(
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_ANON_ROLE", SchemaScript.ANONYMOUS));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// Document, operations (whose paths begin with `/doc`), and what comes out; a number is the
    /// status of a refusal. Source: RFC 6902 appendix A.
    @TestFactory
    Stream<DynamicTest> the_appendix_holds() {
        return Stream.of(
                fact("{'foo':'bar'}", "add /baz 'qux'", "{'baz':'qux','foo':'bar'}"),
                fact("{'foo':['bar','baz']}", "add /foo/1 'qux'", "{'foo':['bar','qux','baz']}"),
                fact("{'baz':'qux','foo':'bar'}", "remove /baz", "{'foo':'bar'}"),
                fact("{'foo':['bar','qux','baz']}", "remove /foo/1", "{'foo':['bar','baz']}"),
                fact("{'baz':'qux','foo':'bar'}", "replace /baz 'boo'",
                        "{'baz':'boo','foo':'bar'}"),
                fact("{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}}",
                        "move /foo/waldo /qux/thud",
                        "{'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}"),
                fact("{'foo':['all','grass','cows','eat']}", "move /foo/1 /foo/3",
                        "{'foo':['all','cows','eat','grass']}"),
                fact("{'baz':'qux','foo':['a',2,'c']}", "test /baz 'qux'; test /foo/1 2",
                        "{'baz':'qux','foo':['a',2,'c']}"),
                fact("{'baz':'qux'}", "test /baz 'bar'", "409"),
                fact("{'foo':'bar'}", "add /child {'grandchild':{}}",
                        "{'foo':'bar','child':{'grandchild':{}}}"),
                fact("{'foo':'bar'}", "add /baz/bat 'qux'", "422"),
                fact("{'/':9,'~1':10}", "test /~01 10", "{'/':9,'~1':10}"),
                fact("{'/':9,'~1':10}", "test /~01 '10'", "409"),
                fact("{'foo':['bar']}", "add /foo/- ['abc','def']",
                        "{'foo':['bar',['abc','def']]}"));
    }

    private static DynamicTest fact(String document, String operations, String outcome) {
        return DynamicTest.dynamicTest(operations + " on " + document, () -> {
            database.execute("delete from api.papers; insert into api.papers values (1, '"
                    + json(document) + "')");
            String patch = Stream.of(operations.split("; ")).map(RandomPatchesSpec::operation)
                    .collect(Collectors.joining(",", "[", "]"));
            RawHttp.Answer answer = patch(patch);
            if (outcome.matches("\\d+")) {
                assertThat(answer.status()).as(answer.text())
                        .isEqualTo(Integer.parseInt(outcome));
            } else {
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(PatchReference.json(answer.text()).get(0).get("doc"))
                        .isEqualTo(PatchReference.json(json(outcome)));
            }
        });
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String operation(String text) {
        String[] words = text.split(" ", 3);
        boolean two = words[0].equals("move") || words[0].equals("copy");
        return "{\"op\":\"" + words[0] + "\"," + (two
                ? "\"from\":\"/doc" + words[1] + "\",\"path\":\"/doc" + words[2] + "\"}"
                : "\"path\":\"/doc" + words[1] + "\""
                        + (words.length > 2 ? ",\"value\":" + json(words[2]) : "") + "}");
    }

    @Test
    void random_patches_do_what_the_reference_does() {
        var dice = new Dice(SEED);
        var maker = new PatchMaker(dice);
        for (int i = 0; i < PATCHES; i++) {
            List<JsonNode> rows = new ArrayList<>();
            for (int id = 1; id <= dice.between(1, 3); id++) {
                rows.add(PatchReference.json(maker.row(id)));
            }
            insert(rows);
            String patch = maker.patch(dice.pick(rows));
            check("-Dseed=" + SEED + ", patch " + i + ": " + patch + "\non " + rows,
                    rows, PatchReference.json(patch), patch(patch));
        }
    }

    @Test
    void as_many_operations_as_there_may_be() {
        insert(List.of(PatchReference.json("{\"id\":1,\"doc\":{\"a\":[],\"n\":0},"
                + "\"plain\":null,\"label\":null}")));
        String two = "{\"op\":\"move\",\"from\":\"/doc/n\",\"path\":\"/doc/m\"},"
                + "{\"op\":\"move\",\"from\":\"/doc/m\",\"path\":\"/doc/n\"}";
        RawHttp.Answer answer = patch("[" + (two + ",").repeat(49) + two + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"n\": 0");
        String add = "{\"op\":\"add\",\"path\":\"/doc/a/0\",\"value\":1}";
        answer = patch("[" + (add + ",").repeat(99) + add + "]");
        assertThat(PatchReference.json(answer.text()).at("/0/doc/a").size()).isEqualTo(100);
    }

    private static void check(
            String step, List<JsonNode> rows, JsonNode patch, RawHttp.Answer answer) {
        List<JsonNode> wanted = new ArrayList<>();
        Set<String> failures = new HashSet<>();
        for (JsonNode row : rows) {
            PatchReference.Result result = PatchReference.apply(row, patch);
            wanted.add(result.row());
            if (result.failed() >= 0) {
                boolean test = patch.get(result.failed()).get("op").asString().equals("test");
                failures.add((test ? 409 : 422) + " Operation " + result.failed() + " ");
            }
        }
        if (failures.isEmpty()) {
            assertThat(answer.status()).as(step + "\n" + answer.text()).isEqualTo(200);
            assertThat(PatchReference.json(answer.text())).as(step)
                    .containsExactlyInAnyOrderElementsOf(wanted);
        } else {
            assertThat(failures).as(step + "\n" + answer.text()).anyMatch(failure ->
                    answer.status() == Integer.parseInt(failure.substring(0, 3))
                            && answer.text().contains(failure.substring(4)));
            assertThat(PatchReference.json(server.http().get(TARGET).text())).as(step)
                    .containsExactlyInAnyOrderElementsOf(rows);
        }
    }

    private static void insert(List<JsonNode> rows) {
        database.execute("delete from api.papers; insert into api.papers"
                + " select * from json_populate_recordset(null::api.papers, "
                + Sql.text(rows.toString()) + ")");
    }

    private static RawHttp.Answer patch(String body) {
        return server.http().send("PATCH", TARGET, List.of(
                new String[] {"Content-Type", "application/json-patch+json"},
                new String[] {"Prefer", "return=representation"}),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
