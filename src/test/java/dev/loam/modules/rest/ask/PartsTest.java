package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked.Payload;
import dev.loam.modules.rest.ask.Payloads.Keys;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bodies cut into parts are what they are as a whole, wherever the network cuts them.
class PartsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LINES = "application/x-ndjson";
    private static final int HELD_MAX = 1 << 14;

    private static final String ARRAY = """
            \s
            [ {"a":1,"b":"x, ]}\\"{[\\\\"} ,{"a":[[1,{"c":"é€😀"}],[]],"b":null},
              {"b":"\\\\\\"","a":-1.5e3}
            ,{"a":true,"b":{"[":"]","{":["}",","]}},{"a":"\\u005d\\n","b":""}\t]

            """;
    private static final String CSV = """
            a,"b ""q"", x"\r
            1,"line\r
            feed, ""quoted""\"\r

            é€😀,\r
            ,NULL
            "NULL",""
            \\,"{a,b}"
            last,"no
            end\"""";
    private static final String NDJSON = """
            {"a":1,"b":"x\\n}{\\"\\\\"}
            \s
              {"b":{"c":["}",{}]},"a":null}\t
            {"a":"é€😀","b":[1,2]}\r

            {"a":"","b":"last"}""";

    private final Payloads payloads = new Payloads(20);

    /// What became of a body: its rows, or why it was refused.
    private record Found(List<JsonNode> rows, String refused) {
    }

    private Found found(String type, InputStream body, boolean anyKeys, int bytes, int rows) {
        List<JsonNode> found = new ArrayList<>();
        try {
            var window = new Window(body, HELD_MAX);
            if (type.equals("application/json")) {
                assertThat(JsonParts.begins(window)).isTrue();
            }
            Parts parts = payloads.parts(
                    type, window, anyKeys, new Payloads.Size(bytes, rows), null);
            for (Payload.Json part = parts.next(); part != null; part = parts.next()) {
                JsonNode array = JSON.readTree(part.utf8());
                assertThat(array.size()).isEqualTo(part.rows());
                array.forEach(found::add);
            }
            return new Found(found, null);
        } catch (Refusal refusal) {
            return new Found(null, refusal.failure().message() + refusal.failure().details());
        }
    }

    private Found whole(String type, byte[] body, boolean anyKeys) {
        try {
            HttpRequest request = Requests.posting(type, "").withBody(
                    Body.of(body));
            var rows = (Payload.Json) payloads.rows(
                    request, anyKeys ? Keys.ANY : Keys.SAME);
            List<JsonNode> found = new ArrayList<>();
            JSON.readTree(rows.utf8()).forEach(found::add);
            return new Found(found, null);
        } catch (Refusal refusal) {
            return new Found(null, refusal.failure().message() + refusal.failure().details());
        }
    }

    private static InputStream cut(byte[] bytes, int at) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, at),
                new ByteArrayInputStream(bytes, at, bytes.length - at));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String type) {
        return switch (type) {
            case "text/csv" -> CSV;
            case LINES -> NDJSON;
            default -> ARRAY;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv", LINES})
    void every_cut_of_the_network_and_every_size_of_parts_yields_the_same_rows(String type) {
        byte[] body = utf8(text(type));
        Found whole = whole(type, body, false);
        assertThat(whole.rows()).hasSizeGreaterThan(3);
        for (int at = 0; at <= body.length; at++) {
            for (int rows = 1; rows < 4; rows++) {
                assertThat(found(type, cut(body, at), false, HELD_MAX, rows)).isEqualTo(whole);
            }
            assertThat(found(type, cut(body, at), false, at + 1, 1000)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv", LINES})
    void a_fault_anywhere_is_refused_in_parts_as_it_is_in_a_whole(String type) {
        byte[] body = utf8(text(type));
        for (int at = 0; at < body.length; at++) {
            if (body[at] < 0) {
                // Half a character is for the database to refuse.
                continue;
            }
            for (char put : ",]}[{\"\\ x\n\r1".toCharArray()) {
                byte[] broken = body.clone();
                broken[at] = (byte) put;
                sameInParts(type, broken, at);
            }
            byte[] shorter = new byte[body.length - 1];
            System.arraycopy(body, 0, shorter, 0, at);
            System.arraycopy(body, at + 1, shorter, at, shorter.length - at);
            sameInParts(type, shorter, at);
        }
    }

    private void sameInParts(String type, byte[] body, int at) {
        if (type.equals("application/json")
                && !JsonParts.begins(new Window(new ByteArrayInputStream(body), HELD_MAX))) {
            return;
        }
        Found whole = whole(type, body, false);
        for (int rows = 1; rows < 4; rows++) {
            Found parts = found(type, cut(body, at), false, HELD_MAX, rows);
            assertThat(parts.rows()).as(new String(body, StandardCharsets.UTF_8))
                    .isEqualTo(whole.rows());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv", LINES})
    void pieces_of_random_size_yield_the_same_rows(String type) {
        var random = new Random(17);
        for (int round = 0; round < 200; round++) {
            byte[] body = utf8(many(type, random));
            Found whole = whole(type, body, false);
            var pieces = new InputStream() {
                private int at;

                @Override
                public int read() {
                    return at == body.length ? -1 : body[at++] & 0xff;
                }

                @Override
                public int read(byte[] to, int offset, int lengthMax) {
                    if (at == body.length) {
                        return -1;
                    }
                    int n = Math.min(Math.min(lengthMax, body.length - at),
                            1 + random.nextInt(40));
                    System.arraycopy(body, at, to, offset, n);
                    at += n;
                    return n;
                }
            };
            assertThat(found(type, pieces, false, 1 + random.nextInt(300), 1 + random.nextInt(9)))
                    .isEqualTo(whole);
        }
    }

    private static String many(String type, Random random) {
        String[] words = {"é", "\"", "\\", ",", "]", "{", "plain", "\n", "\r\n", "", "😀"};
        var text = new StringBuilder(type.equals("text/csv") ? "a,b\n" : "");
        int rows = 1 + random.nextInt(60);
        for (int i = 0; i < rows; i++) {
            String word = words[random.nextInt(words.length)] + words[random.nextInt(11)];
            String blank = random.nextInt(5) == 0 ? " \n" : "";
            switch (type) {
                case "text/csv" -> text.append(i).append(",\"")
                        .append(word.replace("\"", "\"\"")).append("\"\n");
                case LINES -> text.append("{\"a\":").append(i).append(",\"b\":")
                        .append(JSON.writeValueAsString(word)).append("}\n").append(blank);
                default -> text.append(i == 0 ? "[" : ",").append(blank).append("{\"b\":")
                        .append(JSON.writeValueAsString(word)).append(",\"a\":").append(i)
                        .append("}");
            }
        }
        return text.append(type.equals("application/json") ? "]" : "").toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"a":1},{"b":1}]            | All object keys must match
            [{"a":1},2]                  | All object keys must match
            [{"a":1},{"a":1,"b":2}]      | All object keys must match
            [{"a":1},]                   | A value is missing at line 1, column 10.
            [{"a":1},,{"a":1}]           | A value is missing at line 1, column 10.
            [,{"a":1}]                   | A value is missing at line 1, column 2.
            [{"a":1},~ {"a":x}]          | at line 2, column 7.
            [{"a":1},~~{"a":1},{"a":}]   | at line 3, column 14
            [{"a":1}]~ [                 | Something follows the JSON value at line 2, column 2.
            [{"a":1},{"a":1              | Unexpected end-of-input
            [{"a":1},{"a":1]             | Unexpected close marker ']'
            [{"a":1}}                    | Unexpected close marker '}'
            [[[[[[[[[[[[[[[[[[[[[]       | nesting depth
            """)
    void faults_are_told_where_they_are(String body, String told) {
        String text = body.replace('~', '\n');
        assertThat(found("application/json", cut(utf8(text), 4), false, HELD_MAX, 1).refused())
                .contains(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1}~{"a":1} {"a":2}      | Line 2 holds more than one JSON object.
            {"a":1}~~[{"a":1}]           | Line 3 is not one whole JSON object.
            {"a":1}~{"a":~1}             | Line 2 is not one whole JSON object.
            {"a":1}~{"a":"x              | Line 2 is not one whole JSON object.
            {"a":1}~~ {"a":nul}          | at line 3, column 7
            {"a":nul}                    | at line 1, column 6
            {"a":1}~{"b":1}              | All object keys must match
            """)
    void lines_with_faults_are_named(String body, String told) {
        String text = body.replace('~', '\n');
        for (int rows = 1; rows < 3; rows++) {
            assertThat(found(LINES, cut(utf8(text), 4), false, HELD_MAX, rows).refused())
                    .contains(told);
        }
        assertThat(whole(LINES, utf8(text), false).refused()).contains(told);
    }

    @Test
    void a_mark_at_the_beginning_of_lines_or_csv_is_passed_over() {
        for (String type : List.of(LINES, "text/csv")) {
            assertThat(found(type, cut(utf8("\uFEFF" + text(type)), 2), false, HELD_MAX, 1))
                    .isEqualTo(whole(type, utf8(text(type)), false));
        }
    }

    @Test
    void with_columns_given_objects_need_not_have_the_same_keys() {
        assertThat(found("application/json", cut(utf8("[{\"a\":1},{\"b\":2}]"), 3), true, 1, 1)
                .rows()).hasSize(2);
    }

    @Test
    void no_rows_are_one_empty_part() {
        for (String body : List.of("[]", " [ \n ] ")) {
            assertThat(found("application/json", cut(utf8(body), 1), false, 1, 1).rows())
                    .isEmpty();
        }
        assertThat(found(LINES, cut(utf8("\n\n"), 1), false, 1, 1).rows()).isEmpty();
        assertThat(whole(LINES, new byte[0], false).rows()).isEmpty();
        assertThat(found("text/csv", cut(utf8("a,b\n"), 1), false, 1, 1).rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json     | [{"a":"
            application/x-ndjson | {"a":"
            text/csv             | a~"
            """)
    void a_row_without_end_is_refused(String type, String start) {
        String row = start.replace('~', '\n') + "x".repeat(HELD_MAX);
        assertThat(found(type, cut(utf8(row), 9), false, 1, 1).refused())
                .startsWith("A row of the body exceeds the limit of " + HELD_MAX + " bytes");
    }

    @Test
    void only_large_bodies_of_rows_become_uploads() {
        var bounds = new UploadBounds(100, 1000, 1);
        String rows = "[" + "{\"a\":1},".repeat(20) + "{\"a\":1}]";
        assertThat(upload("application/json", rows, bounds).body()).isInstanceOf(Upload.class);
        assertThat(upload("text/csv", rows, bounds).body()).isInstanceOf(Upload.class);
        assertThat(upload("application/json", "[{\"a\":1}]", bounds).body())
                .isNotInstanceOf(Upload.class);
        assertThat(upload("text/plain", rows, bounds).body()).isNotInstanceOf(Upload.class);
        String object = " {\"a\":\"" + "x".repeat(200) + "\"}";
        HttpRequest single = upload("application/json", object, bounds);
        assertThat(single.body()).isNotInstanceOf(Upload.class);
        assertThat(single.body().bytes()).isEqualTo(utf8(object));
        Failure tooLarge = catchThrowableOfType(Refusal.class, () -> upload("application/json",
                "{\"a\":\"" + "x".repeat(2000) + "\"}", bounds)).failure();
        assertThat(tooLarge).isInstanceOf(RestFailure.RowTooLarge.class);
    }

    @Test
    void an_upload_can_be_had_as_a_whole_after_its_first_part() {
        var bounds = new UploadBounds(100, 1 << 20, 1);
        for (String type : List.of("application/json", "text/csv", LINES)) {
            String body = many(type, new Random(3)) + "\n".repeat(300_000);
            HttpRequest request = upload(type, body, bounds);
            var first = (Payload.Json) payloads.rows(request, Keys.SAME);
            assertThat(first.rows()).isPositive();
            assertThat(request.body().bytes()).isEqualTo(utf8(body));
        }
    }

    private static HttpRequest upload(String type, String body, UploadBounds bounds) {
        return Upload.in(Requests.posting(type, body), bounds, Duration.ofSeconds(1));
    }
}
