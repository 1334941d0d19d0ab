package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
            attempt(i, dice);
        }
    }

    private void attempt(int number, Dice dice) {
        String owner = dice.pick(null, "ann", "ben");
        try {
            if (dice.oneIn(3)) {
                write(dice, owner);
            } else {
                read(dice, owner);
            }
        } catch (AssertionError | RuntimeException wrong) {
            String where = Arrays.stream(wrong.getStackTrace()).map(StackTraceElement::toString)
                    .filter(frame -> frame.contains("spec.random")).limit(3)
                    .collect(Collectors.joining("\n  "));
            failures.add("-Dseed=" + seed + ", request " + number + "\n" + last + "\n" + wrong
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

    private void read(Dice dice, String owner) {
        Table table = dice.pick(arena.schema().tables());
        Read read = new ReadMaker(arena.schema(), arena.rows(), owner, dice).of(table);
        var check = new ReadCheck(arena, dice);
        Request request = check.request("/" + Spelling.segment(table.name()),
                Spelling.parameters(read, dice), owner);
        last = request.toString();
        check.check(read, request, dice.oneIn(2));
    }
}
