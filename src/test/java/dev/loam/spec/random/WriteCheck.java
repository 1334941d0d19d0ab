package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp.Answer;
import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Write.Resolution;
import dev.loam.spec.random.Write.Terms;
import dev.loam.spec.random.Write.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A write against the same write in SQL by hand: what it gives back, and what the tables hold
/// afterwards.
final class WriteCheck {
    private final Arena arena;
    private final Dice dice;

    WriteCheck(Arena arena, Dice dice) {
        this.arena = arena;
        this.dice = dice;
    }

    Request request(Write write, Terms terms, String owner) {
        List<String> parameters = new ArrayList<>(terms.shows()
                ? Spelling.parameters(write.read(), dice)
                : Spelling.filters(write.read(), dice));
        List<String> names = write.columns().stream().map(Column::name).toList();
        boolean listed = write.way() == Way.INSERT
                && (write.rows().isEmpty() || !uniform(write, names));
        if (listed || write.way() != Way.DELETE && dice.oneIn(6)) {
            parameters.add("columns=" + list(names));
        }
        if (write.way() == Way.INSERT && write.resolution() != Resolution.NONE && dice.oneIn(3)) {
            parameters.add("on_conflict=" + list(write.table().key()));
        }
        String target = "/" + Spelling.segment(write.table().name())
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        var request = new Request(write.method(), target, List.of(), new byte[0], owner)
                .with("Prefer", preferences(write, terms));
        if (terms.singular()) {
            request = request.with("Accept", "application/vnd.pgrst.object+json");
        }
        return write.way() == Way.DELETE ? request
                : request.with("Content-Type", "application/json").carrying(body(write));
    }

    private String list(List<String> names) {
        return Spelling.percent(names.stream().map(name -> Spelling.name(name, dice))
                .collect(Collectors.joining(",")));
    }

    private static boolean uniform(Write write, List<String> names) {
        return write.rows().stream().allMatch(row -> row.keySet().containsAll(names));
    }

    private static String preferences(Write write, Terms terms) {
        List<String> all = new ArrayList<>();
        all.add("return=" + terms.returned());
        if (terms.counted()) {
            all.add("count=exact");
        }
        if (terms.rolledBack()) {
            all.add("tx=rollback");
        }
        if (terms.most() != null) {
            all.add("handling=strict, max-affected=" + terms.most());
        }
        if (write.defaults()) {
            all.add("missing=default");
        }
        if (write.way() == Way.INSERT && write.resolution() != Resolution.NONE) {
            all.add(write.resolution() == Resolution.MERGE ? "resolution=merge-duplicates"
                    : "resolution=ignore-duplicates");
        }
        return String.join(", ", all);
    }

    private String body(Write write) {
        boolean array = write.way() == Way.INSERT && (write.rows().size() != 1 || dice.oneIn(2));
        String rows = write.rows().stream().map(row -> object(write, row))
                .collect(Collectors.joining(","));
        return array ? "[" + rows + "]" : rows;
    }

    private String object(Write write, Map<String, String> row) {
        return write.columns().stream().filter(column -> row.containsKey(column.name()))
                .map(column -> Invariants.JSON.writeValueAsString(column.name()) + ":"
                        + value(column, row.get(column.name())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String value(Column column, String value) {
        Kind.Family family = column.kind().family();
        boolean bare = family == Kind.Family.NUMBER || family == Kind.Family.TRUTH;
        return value == null || family == Kind.Family.JSON || bare && dice.oneIn(2)
                ? String.valueOf(value) : Invariants.JSON.writeValueAsString(value);
    }

    void check(Write write, Terms terms, Request request) {
        String before = arena.checksum();
        Arena.Effect wanted = arena.tryOut(
                request.owner(), WriteOracle.sql(write, terms.shows()));
        Answer answer = arena.send(request);
        Invariants.check(request, answer);
        String after = arena.checksum();
        if (answer.status() == 300) {
            assertThat(after).as("the tables").isEqualTo(before);
            return;
        }
        if (wanted.said().failed()) {
            assertThat(answer.status()).as(wanted.said().message() + "\n" + answer.text())
                    .isGreaterThanOrEqualTo(400);
            assertThat(after).as("the tables").isEqualTo(before);
            return;
        }
        JsonNode rows = Invariants.JSON.readTree(wanted.said().value());
        if (refused(write, terms, rows.size())) {
            assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
            assertThat(after).as("the tables").isEqualTo(before);
            return;
        }
        if (Invariants.code(answer).equals("42702")) {
            assertThat(after).as("the tables").isEqualTo(before);
            return;
        }
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        assertThat(after).as("the tables").isEqualTo(terms.rolledBack() ? before
                : wanted.checksum());
        given(write, terms, answer, rows);
    }

    private static boolean refused(Write write, Terms terms, int rows) {
        boolean bounded = terms.most() != null && rows > terms.most();
        return bounded || terms.singular() && rows != 1 && counts(write, terms)
                || write.way() == Way.PUT && rows != 1;
    }

    /// A single row is asked for whether it is shown or not.
    private static boolean counts(Write write, Terms terms) {
        return write.way() != Way.PUT || terms.singular();
    }

    private static void given(Write write, Terms terms, Answer answer, JsonNode rows) {
        if (!terms.shows()) {
            assertThat(answer.text()).isEmpty();
            assertThat(answer.status()).isIn(200, 201, 204);
        } else {
            JsonNode wanted = terms.singular() ? rows.get(0) : rows;
            assertThat(ReadCheck.comparable(Invariants.parsed(answer), false).toString())
                    .isEqualTo(ReadCheck.comparable(wanted, false).toString());
        }
        String range = answer.header("Content-Range");
        if (write.way() != Way.PUT) {
            String total = "/" + (terms.counted() ? String.valueOf(rows.size()) : "*");
            assertThat(range).endsWith(total);
        }
    }
}
