package dev.loam.spec.random;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A thrown order for the rows of a walk.
record WalkOrder(List<Term> terms) {
    private static final List<String> PATHS = List.of("->a", "->>a", "->a->b", "->0");

    /// `path` is empty or goes into a JSON column; the others are as in a query, or empty.
    record Term(String column, String path, String direction, String nulls) {
        String asked() {
            return column + path + direction + nulls;
        }

        String sql() {
            String keys = path.replaceAll("(->>?)([a-z]+)", "$1'$2'");
            return column + keys + direction.replace('.', ' ')
                    + nulls.replace(".nulls", " nulls ");
        }
    }

    static WalkOrder make(WalkTable table, Dice dice) {
        List<Term> terms = new ArrayList<>();
        for (String column : dice.some(List.copyOf(table.columns().keySet()), 3)) {
            String path = table.columns().get(column) == Kind.JSONB && !dice.oneIn(3)
                    ? dice.pick(PATHS) : "";
            String direction = dice.pick("", ".asc", ".desc");
            terms.add(new Term(column, path, direction,
                    dice.pick("", ".nullsfirst", ".nullslast")));
        }
        return new WalkOrder(terms);
    }

    String asked() {
        return terms.isEmpty() ? "" : "&order=" + URLEncoder.encode(terms.stream()
                .map(Term::asked).collect(Collectors.joining(",")), StandardCharsets.UTF_8);
    }

    /// The total order: the key's columns go the way of the last term.
    String sql(WalkTable table) {
        List<String> all = new ArrayList<>(terms.stream().map(Term::sql).toList());
        boolean down = !terms.isEmpty() && terms.getLast().direction().equals(".desc");
        table.key().stream().filter(column -> terms.stream().noneMatch(term ->
                        term.column().equals(column) && term.path().isEmpty()))
                .forEach(column -> all.add(column + (down ? " desc" : "")));
        return String.join(", ", all);
    }
}
