package dev.loam.kernel.version.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReshapingTest {
    private static final Reshaping ROWS = rows();

    private static Reshaping rows() {
        Map<String, Place> parts = new LinkedHashMap<>();
        parts.put("x", new Place("px", null));
        var inner = new Reshaping("v", Map.of("i", new Rule.To(new Place("j", null))), true,
                Map.of(), null);
        return new Reshaping("v", Map.of(
                "a", new Rule.To(new Place("b", null)),
                "c", new Rule.To(new Place("o", "c")),
                "d", new Rule.To(new Place("o", "d")),
                "p", new Rule.Apart(parts, Rule.Rest.STAYS),
                "l", Rule.LEAVE, "r", Rule.REFUSE), true,
                Map.of("m", "0".getBytes(UTF_8)),
                name -> name.equals("in") ? new Reshaping.Embedded("out", inner) : null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                  | {"m":0}
            { "a" : 1.10 , "z":[ 1, 2 ] }       | {"b":1.10,"z":[ 1, 2 ],"m":0}
            {"c":1,"z":2,"d":{"a":3}}           | {"o":{"c":1,"d":{"a":3}},"z":2,"m":0}
            {"p":{"x":1,"y":2}}                 | {"px":1,"p":{"y":2},"m":0}
            {"p":null,"l":5}                    | {"px":null,"m":0}
            {"p":{}}                            | {"px":null,"m":0}
            {"in":[{"i":1},null,{"i":2}]}       | {"out":[{"j":1},null,{"j":2}],"m":0}
            {"in":{"i":"}]"}}                   | {"out":{"j":"}]"},"m":0}
            {"in":null,"m":7}                   | {"out":null,"m":7}
            {"\\u0061":"\\"","q\\"":1}          | {"b":"\\"","q\\"":1,"m":0}
            [{"a":1}, 5, "x", [{"a":1}]]        | [{"b":1,"m":0}, 5, "x", [{"a":1}]]
            []                                  | []
            1e400                               | 1e400
            """)
    void rows_change_and_all_else_stays_to_the_byte(String before, String after)
            throws IOException {
        assertThat(new String(ROWS.all(before.getBytes(UTF_8)), UTF_8)).isEqualTo(after);
        for (int step : new int[] {1, 2, 7, 1000}) {
            assertThat(streamed(before, step)).as("in steps of " + step).isEqualTo(after);
        }
    }

    private static String streamed(String text, int step) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var rows = new RowStream(ROWS, out)) {
            byte[] bytes = text.getBytes(UTF_8);
            for (int at = 0; at < bytes.length; at += step) {
                rows.write(bytes, at, Math.min(step, bytes.length - at));
            }
        }
        return out.toString(UTF_8);
    }

    @Test
    void lines_are_rows() throws IOException {
        String lines = "{\"a\":1}\n{\"a\":2}\n";
        String mapped = "{\"b\":1,\"m\":0}\n{\"b\":2,\"m\":0}\n";
        assertThat(new String(ROWS.all(lines.getBytes(UTF_8)), UTF_8)).isEqualTo(mapped);
        assertThat(streamed(lines, 3)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\"}", "{\"a\":}", "{\"a\":1 \"b\":2}", "[1 2]", "\"",
        "{a:1}", "?", "[{\"a\":1},", "{\"a\\"})
    void what_is_no_json_is_noticed(String text) {
        assertThatThrownBy(() -> ROWS.all(text.getBytes(UTF_8)))
                .isInstanceOf(JsonText.Broken.class);
    }

    @Test
    void a_member_that_the_version_does_not_have_is_refused() {
        assertThatThrownBy(() -> ROWS.all("[{\"r\":1}]".getBytes(UTF_8)))
                .isInstanceOf(Refusal.class).hasMessageContaining("LOAM-VERSION-003");
    }

    @Test
    void nesting_has_a_bound() {
        var self = new Reshaping[1];
        self[0] = new Reshaping("v", Map.of(), true, Map.of(),
                _ -> new Reshaping.Embedded("e", self[0]));
        String deep = "{\"e\":".repeat(100_000) + "1" + "}".repeat(100_000);
        assertThatThrownBy(() -> self[0].all(deep.getBytes(UTF_8))).isInstanceOf(Refusal.class);
    }
}
