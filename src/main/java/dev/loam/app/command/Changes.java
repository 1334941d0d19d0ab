package dev.loam.app.command;

import dev.loam.app.cli.Console;
import dev.loam.app.diff.Change;
import dev.loam.app.diff.Change.Level;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows changes, for people or for programs.
record Changes(Console console) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PATHS_SHOWN = 3;

    void show(List<Change> changes, boolean json) {
        if (json) {
            console.out().println(JSON.writeValueAsString(tree(changes)));
        } else {
            print(changes);
        }
        console.err().println(changes.isEmpty() ? "Nothing changed." : count(changes,
                Level.BREAKING) + " breaking, " + count(changes, Level.RISKY) + " risky, "
                + count(changes, Level.SAFE) + " safe");
    }

    private static long count(List<Change> changes, Level level) {
        return changes.stream().filter(one -> one.level() == level).count();
    }

    private void print(List<Change> changes) {
        PrintWriter out = console.out();
        for (Change change : changes) {
            String where = operations(change);
            out.printf("%-8s %s %s%n         %s%n         %s%n%n", word(change.level()),
                    change.place(), change.what(), change.rule().why(),
                    where.isEmpty() ? change.pointer() : where + "  " + change.pointer());
        }
    }

    /// `GET POST /book, GET /author and 2 more`.
    private static String operations(Change change) {
        Map<String, List<String>> methods = new LinkedHashMap<>();
        for (String operation : change.operations()) {
            int space = operation.indexOf(' ');
            methods.computeIfAbsent(operation.substring(space + 1), _ -> new ArrayList<>())
                    .add(operation.substring(0, space));
        }
        String shown = String.join(", ", methods.entrySet().stream().limit(PATHS_SHOWN)
                .map(one -> String.join(" ", one.getValue()) + " " + one.getKey()).toList());
        int more = methods.size() - PATHS_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static ObjectNode tree(List<Change> changes) {
        ObjectNode tree = JSON.createObjectNode();
        for (Level level : Level.values()) {
            tree.put(word(level), count(changes, level));
        }
        var list = tree.putArray("changes");
        for (Change change : changes) {
            ObjectNode one = list.addObject().put("level", word(change.level()))
                    .put("rule", word(change.rule())).put("place", change.place())
                    .put("pointer", change.pointer()).put("what", change.what())
                    .put("why", change.rule().why());
            var operations = one.putArray("operations");
            change.operations().forEach(operations::add);
        }
        return tree;
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
