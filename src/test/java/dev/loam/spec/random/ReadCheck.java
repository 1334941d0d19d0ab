package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A read against the same read in SQL by hand, against its own HEAD, and against itself again.
final class ReadCheck {
    private final Arena arena;
    private final Dice dice;

    ReadCheck(Arena arena, Dice dice) {
        this.arena = arena;
        this.dice = dice;
    }

    Request request(String path, List<String> parameters, String owner) {
        String query = String.join("&", parameters);
        return Request.get(path + (query.isEmpty() ? "" : "?" + query), owner);
    }

    void check(Read read, Request plain, boolean exact) {
        check(read, plain, exact, false);
    }

    /// `single` for one row by nature, which is answered without an array.
    void check(Read read, Request plain, boolean exact, boolean single) {
        Request request = exact ? plain.with("Prefer", "count=exact") : plain;
        Answer answer = arena.send(request);
        Invariants.check(request, answer);
        if (ambiguous(read, answer)) {
            return;
        }
        if (read.backward()) {
            assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(400);
            return;
        }
        Arena.Said expected = arena.ask(request.owner(), ReadOracle.rows(read));
        if (expected.failed()) {
            // Which one is found first, of several faults, is nobody's promise. The planner drops
            // what cannot have rows, and with it may go the question whether it can be read.
            boolean dropped = expected.failure().equals("42501") && embeds(read);
            assertThat(dropped || answer.status() >= 400).as(expected.message() + "\n"
                    + answer.text()).isTrue();
            return;
        }
        if (spread(read) && Invariants.code(answer).equals("42702")) {
            // Two spread columns of one name.
            return;
        }
        if (embeds(read) && read.hollow() && Invariants.code(answer).equals("42501")) {
            // The same, the other way round.
            return;
        }
        String total = exact ? arena.ask(request.owner(), ReadOracle.total(read)).value() : "*";
        int offset = read.offset() == null ? 0 : read.offset();
        if (exact && offset > Long.parseLong(total)) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(416);
            return;
        }
        assertThat(answer.status()).as(answer.text()).isIn(200, 206);
        JsonNode rows = single ? array(Invariants.parsed(answer)) : Invariants.parsed(answer);
        boolean ordered = ordered(read);
        String wanted = comparable(
                Invariants.JSON.readTree(expected.value()), ordered).toString();
        String found = comparable(rows, ordered).toString();
        assertThat(found.equals(wanted)).as("expected " + wanted + "\nbut was  " + found
                + "\nby       " + ReadOracle.rows(read)).isTrue();
        // A single result counts even where a filter leaves nothing of it.
        int shown = single ? 1 : rows.size();
        String range = shown == 0 ? "*" : offset + "-" + (offset + shown - 1);
        assertThat(answer.header("Content-Range")).isEqualTo(range + "/" + total);
        boolean part = exact && rows.size() < Long.parseLong(total);
        assertThat(answer.status()).isEqualTo(part ? 206 : 200);
        again(request, answer, ordered);
    }

    private static JsonNode array(JsonNode node) {
        var array = Invariants.JSON.createArrayNode();
        return node.isNull() ? array : array.add(node);
    }

    /// Without a hint there may be several ways, which is for the server to say.
    private static boolean ambiguous(Read read, Answer answer) {
        return answer.status() == 300 && Invariants.code(answer).equals("PGRST201")
                && unhinted(read);
    }

    private static boolean unhinted(Read read) {
        return read.items().stream().anyMatch(item -> item instanceof Read.Item.Embed embed
                && (!embed.hinted() || unhinted(embed.child())));
    }

    private static boolean embeds(Read read) {
        return read.items().stream().anyMatch(Read.Item.Embed.class::isInstance);
    }

    private static boolean spread(Read read) {
        return read.items().stream().anyMatch(item -> item instanceof Read.Item.Embed embed
                && (embed.spread() || spread(embed.child())));
    }

    private void again(Request request, Answer first, boolean ordered) {
        if (dice.oneIn(4)) {
            Answer second = arena.send(request);
            assertThat(second.status()).isEqualTo(first.status());
            assertThat(comparable(Invariants.parsed(second), ordered).toString())
                    .as("asked again")
                    .isEqualTo(comparable(Invariants.parsed(first), ordered).toString());
        }
        if (request.reads() && dice.oneIn(4)) {
            Answer head = arena.send(request.as("HEAD"));
            assertThat(head.status()).as("HEAD").isEqualTo(first.status());
            for (String name : List.of("Content-Range", "Content-Type", "Content-Location")) {
                assertThat(head.header(name)).as(name).isEqualTo(first.header(name));
            }
        }
    }

    private static boolean ordered(Read read) {
        return !read.sorts().isEmpty() && read.items().stream().allMatch(item ->
                !(item instanceof Read.Item.Embed embed) || embed.edge().toOne()
                        || ordered(embed.child()));
    }

    /// Where no order is asked for, arrays compare as bags.
    static JsonNode comparable(JsonNode node, boolean ordered) {
        if (ordered) {
            return node;
        }
        if (node.isArray()) {
            List<JsonNode> members = new ArrayList<>();
            node.forEach(member -> members.add(comparable(member, false)));
            members.sort(Comparator.comparing(JsonNode::toString));
            return Invariants.JSON.createArrayNode().addAll(members);
        }
        if (node.isObject()) {
            var object = Invariants.JSON.createObjectNode();
            node.properties().forEach(one ->
                    object.set(one.getKey(), comparable(one.getValue(), false)));
            return object;
        }
        return node;
    }
}
