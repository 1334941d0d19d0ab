package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked.Arguments;
import dev.loam.kernel.query.Asked.Payload;
import dev.loam.modules.rest.ask.Payloads.Keys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {
    private final Payloads payloads = new Payloads(20);

    record Case(String body, boolean array, int rows, String... keys) {
    }

    static List<Case> json() {
        return List.of(
                new Case("{}", false, 1),
                new Case("{\"a\": 1, \"b\": [1, {\"c\": 2}]}", false, 1, "a", "b"),
                new Case("[]", true, 0),
                new Case(" [ {} , {} ] ", true, 2),
                new Case("[{\"a\":1,\"b\":2},{\"a\":1,\"b\":2}]", true, 2, "a", "b"),
                new Case("[{\"a\":1,\"b\":2},{\"b\":1,\"a\":{\"x\":[]}}]", true, 2, "a", "b"),
                new Case("[{\"b\\u0061\":1},{\"ba\":2}]", true, 2, "ba"),
                new Case("{\"a\":1,\"a\":2}", false, 1, "a"));
    }

    @ParameterizedTest
    @MethodSource("json")
    void json_is_scanned_and_goes_on_untouched(Case one) {
        var payload = (Payload.Json) payloads.rows(
                Requests.posting("application/json; charset=utf-8", one.body()), Keys.SAME);
        assertThat(text(payload.utf8())).isEqualTo(one.body());
        assertThat(payload.array()).isEqualTo(one.array());
        assertThat(payload.rows()).isEqualTo(one.rows());
        assertThat(payload.keys()).containsExactly(one.keys());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[{\"a\":1},{\"b\":1}]", "[{\"a\":1},{\"a\":1,\"b\":1}]", "[{\"a\":1,\"b\":1},{\"a\":1}]",
        "[{\"a\":1},{}]", "[{\"a\":1},3]", "[1,2]", "[[]]", "[{\"a\":1,\"b\":2},{\"b\":1}]",
        "[{\"a\":1,\"b\":2},{\"b\":1,\"c\":1}]"})
    void objects_must_have_the_same_keys_unless_columns_are_given(String body) {
        assertThat(refused("application/json", body).message())
                .isEqualTo("All object keys must match");
        var payload = (Payload.Json) payloads.rows(
                Requests.posting(null, body), Keys.GIVEN);
        assertThat(payload.array()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "{", "[", "{\"a\"}", "{a:1}", "[1,]", "{} {}", "{},", "1", "\"a\"", "null",
        "true", "nul", "{\"a\":\"\u0000\"}", "\u0000", "[{\"a\":NaN}]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]"})
    void what_is_no_json_for_rows_is_400(String body) {
        Failure failure = refused("application/json", body);
        assertThat(failure.code()).isEqualTo("PGRST102");
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.message()).isEqualTo("Empty or invalid json");
        assertThat(failure.details()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "a,b\\n1,2\\n | [{\"a\":\"1\",\"b\":\"2\"}]",
        "a,b\\r\\n1,2\\r\\n3,4 | [{\"a\":\"1\",\"b\":\"2\"},{\"a\":\"3\",\"b\":\"4\"}]",
        "a,b\\n,NULL | [{\"a\":\"\",\"b\":null}]",
        "a\\n\"NULL\" | [{\"a\":\"NULL\"}]",
        "\"a \"\"x\"\"\",b\\n\"1,\\n2\",\"q\"\"\" "
                + "| [{\"a \\\"x\\\"\":\"1,\\u000a2\",\"b\":\"q\\\"\"}]",
        "a\\n\\nx\\n\\n | [{\"a\":\"x\"}]",
        "a,b\\n | []",
        "a\\n\\tü\\\\ | [{\"a\":\"\\u0009ü\\\\\\\\\"}]"})
    void csv_becomes_json(String csv, String expected) {
        String body = csv.replace("\\\\", "\u0001").replace("\\n", "\n").replace("\\r", "\r")
                .replace("\\t", "\t").replace("\u0001", "\\");
        var payload = (Payload.Json) payloads.rows(Requests.posting("text/csv", body),
                Keys.SAME);
        assertThat(text(payload.utf8())).isEqualTo(expected.replace("\\\\\\\\", "\\\\"));
        assertThat(payload.array()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "a,b\\n1 | All lines must have same number of fields | Line 2",
        "a\\n1\\n1,2 | All lines must have same number of fields | Line 3",
        "a\\n\"1 | Empty or invalid csv | not closed",
        "a\\nx\"1\" | Empty or invalid csv | stray quote",
        "a\\n\"1\"x | Empty or invalid csv | after a closing quote",
        "a,a\\n1,2 | Empty or invalid csv | twice",
        "a\\n\\0 | Empty or invalid csv | NUL"})
    void csv_that_is_none_is_400(String csv, String message, String details) {
        Failure failure = refused("text/csv", csv.replace("\\n", "\n").replace("\\0", "\0"));
        assertThat(failure.code()).isEqualTo("PGRST102");
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.details()).contains(details);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a,b"})
    void csv_without_a_whole_header_is_400(String csv) {
        Failure failure = refused("text/csv", csv);
        assertThat(failure.code()).isEqualTo("PGRST102");
        assertThat(failure.message()).isEqualTo("parse error (not enough input) at \"\"");
        assertThat(failure.details()).isNull();
    }

    @Test
    void csv_of_nothing_but_a_line_end_is_400() {
        Failure failure = refused("text/csv", "\n");
        assertThat(failure.code()).isEqualTo("PGRST102");
        assertThat(failure.message()).isEqualTo("parse error (not enough input) at \"\"");
    }

    @Test
    void forms_become_one_object() {
        var payload = (Payload.Json) payloads.rows(Requests.posting(
                "application/x-www-form-urlencoded", "name=John+Doe&age=50&q=%22%C3%BC&age=51"),
                Keys.SAME);
        assertThat(text(payload.utf8()))
                .isEqualTo("{\"name\":\"John Doe\",\"age\":\"51\",\"q\":\"\\\"ü\"}");
        assertThat(payload.keys()).containsExactly("name", "age", "q");
        assertThat(payload.array()).isFalse();
    }

    @Test
    void other_types_are_not_acceptable_for_rows() {
        for (String type : List.of("text/plain", "application/octet-stream", "Text/XML; q=1")) {
            Failure failure = refused(type, "{}");
            assertThat(failure.code()).isEqualTo("PGRST102");
            assertThat(failure.status()).isEqualTo(400);
            assertThat(failure.message()).startsWith("Content-Type not acceptable: ");
        }
    }

    @Test
    void a_call_takes_an_object_as_its_arguments_and_anything_else_whole() {
        assertThat(((Arguments.Json) arguments(null, "")).keys()).isEmpty();
        assertThat(((Arguments.Json) arguments("application/json", "{\"a\":1,\"b\":2}")).keys())
                .containsExactly("a", "b");
        assertThat(((Arguments.Whole) arguments("application/json", "[1]")).kind())
                .isEqualTo("json");
        assertThat(((Arguments.Whole) arguments("text/plain", "x")).kind()).isEqualTo("text");
        assertThat(((Arguments.Whole) arguments("text/xml", "<x/>")).kind()).isEqualTo("xml");
        assertThat(((Arguments.Whole) arguments("application/octet-stream", "x")).kind())
                .isEqualTo("bytea");
        assertThat(((Arguments.Named) arguments(
                "application/x-www-form-urlencoded", "v=1&v=2&w=3")).values())
                .isEqualTo(Map.of("v", List.of("1", "2"), "w", List.of("3")));
    }

    private Arguments arguments(String type, String body) {
        return payloads.arguments(Requests.posting(type, body), null);
    }

    private Failure refused(String type, String body) {
        return catchThrowableOfType(Refusal.class,
                () -> payloads.rows(Requests.posting(type, body), Keys.SAME)).failure();
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
