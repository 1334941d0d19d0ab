package dev.loam.modules.rest.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Tables of cases: a text and what it means or how it fails, on lines `text ⇒ outcome`. `␠`
/// stands for a space, so that those at the ends show; `⇥` for a tab, `⏎` for a line feed.
record GrammarCase(String text, String outcome) {
    static List<GrammarCase> table(String lines) {
        return lines.lines().filter(line -> !line.isBlank()).map(line -> {
            int arrow = line.indexOf('⇒');
            return new GrammarCase(
                    visible(line.substring(0, arrow).strip()),
                    visible(line.substring(arrow + 1).strip()));
        }).toList();
    }

    private static String visible(String text) {
        return text.replace('␠', ' ').replace('⇥', '\t').replace('⏎', '\n');
    }

    /// One test for each line: `parse` gives the outcome of a text.
    static Stream<DynamicTest> understood(String lines, Function<String, String> parse) {
        return table(lines).stream().map(row -> DynamicTest.dynamicTest(row.title(),
                () -> assertThat(parse.apply(row.text)).isEqualTo(row.outcome)));
    }

    /// One test for each line: the outcome is `column: details`, with the line before the column
    /// where it is not the first.
    static Stream<DynamicTest> refused(
            String what, String lines, Function<String, ?> parse) {
        return table(lines).stream().map(row -> DynamicTest.dynamicTest(row.title(), () -> {
            var failure = failure(() -> parse.apply(row.text));
            assertThat(failure.code()).isEqualTo("PGRST100");
            assertThat(failure.status()).isEqualTo(400);
            var place = row.outcome.split(": ", 2);
            var lineAndColumn = place[0].contains(".") ? place[0].split("\\.")
                    : new String[] {"1", place[0]};
            assertThat(failure.message()).isEqualTo("\"failed to parse " + what + " (" + row.text
                    + ")\" (line " + lineAndColumn[0] + ", column " + lineAndColumn[1] + ")");
            assertThat(failure.details()).isEqualTo(place[1]);
        }));
    }

    private String title() {
        return text.isBlank() ? "nothing" : text;
    }

    static GrammarFailure failure(Runnable parse) {
        var refusal = catchThrowableOfType(Refusal.class, parse::run);
        assertThat(refusal).as("is refused").isNotNull();
        return (GrammarFailure) refusal.failure();
    }
}
