package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp.Answer;
import dev.loam.spec.random.Schema.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Throws requests of all sorts at one schema and gathers what went wrong.
final class Thrower {
    private final Arena arena;
    private final long seed;
    private final List<String> failures;
    private final int failuresMax;

    Thrower(Arena arena, long seed, List<String> failures, int failuresMax) {
        this.arena = arena;
        this.seed = seed;
        this.failures = failures;
        this.failuresMax = failuresMax;
    }

    void run(int count) {
        for (int i = 0; i < count && failures.size() < failuresMax; i++) {
            var dice = new Dice(seed * 1_000_003 + i);
            String owner = dice.pick(null, "ann", "ben");
            attempt("request " + i, () -> request(dice, owner));
        }
        var dice = new Dice(seed);
        attempt("many rows", () -> large(dice));
        for (String owner : Arrays.asList(null, "ann", "ben")) {
            attempt("in the end", () -> memory(dice, owner));
        }
    }

    private void request(Dice dice, String owner) {
        switch (dice.below(12)) {
            case 0, 1, 2 -> write(dice, owner);
            case 3 -> call(dice, owner);
            case 4, 5, 6 -> garbage(dice, owner);
            case 7 -> format(dice, owner);
            case 8 -> memory(dice, owner);
            default -> read(dice, owner);
        }
    }

    private void attempt(String what, Runnable action) {
        try {
            action.run();
        } catch (AssertionError | RuntimeException wrong) {
            String where = Arrays.stream(wrong.getStackTrace()).map(StackTraceElement::toString)
                    .filter(frame -> frame.contains("spec.random")).limit(3)
                    .collect(Collectors.joining("\n  "));
            failures.add("-Dseed=" + seed + ", " + what + "\n" + last + "\n" + wrong
                    + "\n  " + where + "\n");
        }
    }

    private String last;

    private void write(Dice dice, String owner) {
        Table table = dice.pick(arena.schema().tables());
        var maker = new WriteMaker(arena.schema(), arena.rows(), owner, dice);
        Write write = maker.of(table);
        Write.Terms terms = maker.terms(write.way());
        var check = new WriteCheck(arena, dice);
        Request request = check.request(write, terms, owner);
        last = request.toString();
        check.check(write, terms, request);
    }

    private void call(Dice dice, String owner) {
        Call call = new CallMaker(arena.schema(), arena.rows(), owner, dice).call();
        var check = new CallCheck(arena, dice);
        Request request = check.request(call, owner);
        last = request.toString();
        check.check(call, request);
    }

    private void format(Dice dice, String owner) {
        Read read = new ReadMaker(arena.schema(), arena.rows(), owner, dice).whole();
        Request request = new ReadCheck(arena, dice).request(path(read),
                Spelling.parameters(read, dice), owner);
        last = request.toString();
        new FormatCheck(arena).check(read, request, dice);
    }

    private static String path(Read read) {
        return "/" + Spelling.segment(((Read.From.Whole) read.from()).table().name());
    }

    private void garbage(Dice dice, String owner) {
        Request sound = switch (dice.below(4)) {
            case 0 -> new CallCheck(arena, dice).request(new CallMaker(
                    arena.schema(), arena.rows(), owner, dice).call(), owner);
            case 1 -> {
                var maker = new WriteMaker(arena.schema(), arena.rows(), owner, dice);
                Write write = maker.of(dice.pick(arena.schema().tables()));
                yield new WriteCheck(arena, dice).request(
                        write, maker.terms(write.way()), owner);
            }
            default -> {
                Read read = new ReadMaker(
                        arena.schema(), arena.rows(), owner, dice, true).whole();
                yield new ReadCheck(arena, dice).request(path(read),
                        Spelling.parameters(read, dice), owner);
            }
        };
        Request request = dice.below(4) > 0 ? new Garbage(dice).of(sound) : sound;
        last = request.toString();
        String before = arena.checksum();
        Answer answer = arena.send(request);
        Invariants.check(request, answer);
        if (answer.status() >= 300 || request.reads()) {
            assertThat(arena.checksum()).as("the tables").isEqualTo(before);
        }
    }

    /// What is sent row by row is what would be sent whole.
    private void large(Dice dice) {
        int offset = dice.below(100);
        Request request = Request.get("/" + SchemaScript.LARGE + "?offset=" + offset, null)
                .with("Prefer", "count=exact");
        last = request.toString();
        Answer answer = arena.send(request);
        Invariants.check(request, answer);
        JsonNode rows = Invariants.parsed(answer);
        assertThat(rows).hasSize(SchemaScript.LARGE_ROWS - offset);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).path("n").asInt()).isEqualTo(offset + i + 1);
        }
        assertThat(answer.header("Content-Range")).isEqualTo(offset + "-"
                + (SchemaScript.LARGE_ROWS - 1) + "/" + SchemaScript.LARGE_ROWS);
        Answer csv = arena.send(request.with("Accept", "text/csv"));
        assertThat(csv.text().lines().count()).isEqualTo(rows.size() + 1);
    }

    /// What one request sets, the next one must not see.
    private void memory(Dice dice, String owner) {
        boolean marked = dice.oneIn(2);
        Request request = Request.get("/rpc/" + SchemaScript.MEMORY, owner);
        if (marked) {
            request = request.with("X-Mark", "m").with("Cookie", "c=d")
                    .with("Prefer", "timezone=America/Los_Angeles");
        }
        last = request.toString();
        JsonNode memory = Invariants.parsed(arena.send(request));
        assertThat(memory.path("role").asString()).isEqualTo(
                owner == null ? SchemaScript.ANONYMOUS : SchemaScript.USER);
        assertThat(memory.path("login").asString()).isEqualTo(SchemaScript.LOGIN);
        assertThat(memory.path("method").asString()).isEqualTo("GET");
        assertThat(memory.path("path").asString()).startsWith(Sql.quoted(Sql.SCHEMA));
        assertThat(memory.path("headers").asString("")).isEqualTo(marked ? "m" : "");
        assertThat(memory.path("cookies").asString()).isEqualTo(marked ? "{\"c\":\"d\"}" : "{}");
        assertThat(memory.path("zone").asString().equals("America/Los_Angeles"))
                .isEqualTo(marked);
        String sub = Invariants.JSON.readTree(memory.path("claims").asString())
                .path("sub").asString("");
        assertThat(sub).isEqualTo(owner == null ? "" : owner);
        assertThat(arena.unended()).isEmpty();
    }

    private void read(Dice dice, String owner) {
        Read read = new ReadMaker(arena.schema(), arena.rows(), owner, dice).whole();
        var check = new ReadCheck(arena, dice);
        Request request = check.request(path(read), Spelling.parameters(read, dice), owner);
        last = request.toString();
        check.check(read, request, dice.oneIn(2));
    }
}
