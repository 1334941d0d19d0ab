package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp.Answer;
import tools.jackson.databind.JsonNode;

/// A read in other formats than an array of JSON objects, against the rows in SQL by hand.
final class FormatCheck {
    private final Arena arena;

    FormatCheck(Arena arena) {
        this.arena = arena;
    }

    void check(Read read, Request plain, Dice dice) {
        Arena.Said said = arena.ask(plain.owner(), ReadOracle.rows(read));
        String format = dice.pick("object", "csv", "lines");
        Request request = plain.with("Accept", switch (format) {
            case "csv" -> "text/csv";
            case "lines" -> "application/x-ndjson";
            default -> "application/vnd.pgrst.object+json";
        });
        Answer answer = arena.send(request);
        Invariants.check(request, answer);
        if (said.failed() || answer.status() == 300) {
            return;
        }
        if (read.backward()) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(416);
            return;
        }
        if (Invariants.code(answer).equals("42702")) {
            // Two members of one name.
            return;
        }
        JsonNode rows = Invariants.JSON.readTree(said.value());
        if (format.equals("csv")) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(lines(answer.text())).as(answer.text())
                    .isEqualTo(Math.max(1, rows.size()) + 1);
        } else if (format.equals("lines")) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var found = Invariants.JSON.createArrayNode();
            answer.text().lines().forEach(line -> found.add(Invariants.JSON.readTree(line)));
            assertThat(ReadCheck.comparable(found, false).toString())
                    .isEqualTo(ReadCheck.comparable(rows, false).toString());
        } else if (rows.size() == 1) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(ReadCheck.comparable(Invariants.parsed(answer), false).toString())
                    .isEqualTo(ReadCheck.comparable(rows.get(0), false).toString());
        } else {
            assertThat(answer.status()).as(answer.text()).isEqualTo(406);
            assertThat(Invariants.code(answer)).isEqualTo("PGRST116");
        }
    }

    /// Lines of CSV: line breaks in quotes are none. The one after the header is always there.
    private static int lines(String csv) {
        int lines = 1;
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            quoted ^= c == '"';
            lines += c == '\n' && !quoted ? 1 : 0;
        }
        return lines;
    }
}
