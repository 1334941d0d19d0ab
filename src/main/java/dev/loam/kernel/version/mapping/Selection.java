package dev.loam.kernel.version.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a request selects of one table, in today's words, and what the rows that come back have to
/// become.
///
/// Columns that are named get the version's name as their alias, so that the database answers with
/// it. What `*` brings, objects that are put together and columns that are no more are left to the
/// answer.
final class Selection {
    private static final int DEPTH_MAX = 30;

    private final Mapping mapping;
    private final Names names;
    private final List<String> items = new ArrayList<>();
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, byte[]> missing = new LinkedHashMap<>();
    private final Map<String, Selection> byOutput = new HashMap<>();
    private final Map<String, String> outputByTarget = new HashMap<>();
    private final Set<String> spread = new HashSet<>();
    private boolean others = true;

    private Selection(Mapping mapping, Names names) {
        this.mapping = mapping;
        this.names = names;
    }

    /// Of all columns, where the text is null or empty.
    static Selection of(Mapping mapping, Names names, String text) {
        var selection = new Selection(mapping, names);
        if (text == null || text.isEmpty()) {
            selection.star();
        } else {
            var reader = new Text(text);
            selection.items(reader, 0);
            if (!reader.atEnd()) {
                throw new Text.Odd();
            }
        }
        return selection;
    }

    Names names() {
        return names;
    }

    /// The related rows that a path in a filter names, null for none.
    Selection related(String name) {
        return byOutput.get(output(name));
    }

    /// The name that related rows have in the answer, be they named by it or by their table.
    String output(String name) {
        return byOutput.containsKey(name) ? name : outputByTarget.getOrDefault(name, name);
    }

    @Override
    public String toString() {
        return String.join(",", items);
    }

    /// What becomes of rows; null where they stay.
    Reshaping reshaping() {
        Map<String, Reshaping.Embedded> inner = new HashMap<>();
        byOutput.forEach((output, selection) -> {
            Reshaping rows = spread.contains(output) ? null : selection.reshaping();
            if (rows != null) {
                inner.put(output, new Reshaping.Embedded(output, rows));
            }
        });
        return inner.isEmpty() && rules.isEmpty() && missing.isEmpty() && others ? null
                : new Reshaping(names.version(), rules, others, missing,
                        inner.isEmpty() ? null : inner::get);
    }

    private void star() {
        items.add("*");
        rules.putAll(names.toThen());
        missing.putAll(names.gone());
    }

    private void items(Text text, int depth) {
        if (depth > DEPTH_MAX) {
            throw new Text.Odd();
        }
        do {
            item(text, depth);
        } while (text.accept(","));
        if (items.isEmpty()) {
            // Something has to be selected, so that there are rows to show the rest in.
            items.add("*");
            others = false;
        }
    }

    private void item(Text text, int depth) {
        text.skipSpace();
        if (text.accept("...")) {
            related(null, text.name(), true, text, depth);
        } else if (text.accept("*")) {
            text.skipSpace();
            star();
        } else if (text.looksAt("count()")) {
            items.add(text.rest());
        } else {
            named(text, depth);
        }
    }

    private void named(Text text, int depth) {
        String name = text.name();
        String alias = null;
        if (text.peek() == ':' && text.peek(1) != ':') {
            text.accept(":");
            text.skipSpace();
            alias = name;
            if (text.looksAt("count()")) {
                items.add(Text.written(alias) + ":" + text.rest());
                return;
            }
            name = text.name();
        }
        boolean opens = text.peek() == '!'
                || text.peek() == '(' && !(name.equals("count") && text.looksAt("()"));
        if (opens) {
            related(alias, name, false, text, depth);
        } else {
            column(alias, name, text);
        }
    }

    private void related(String alias, String target, boolean up, Text text, int depth) {
        String name = target;
        String as = alias;
        if (up && text.accept(":")) {
            as = target;
            name = text.name();
        }
        Names related = mapping.related(names, name);
        String now = names.embedded().containsKey(name) ? nowOf(name) : related.now();
        var written = new StringBuilder(up ? "..." : "");
        String output = as == null ? name : as;
        if (as != null || !now.equals(name) && !up) {
            written.append(Text.written(output)).append(':');
        }
        written.append(Text.written(now));
        while (text.accept("!")) {
            written.append('!').append(hint(text.name()));
        }
        Selection inner = inner(related, text, depth);
        boolean nothing = up && !inner.others;
        items.add(written.append('(').append(nothing ? "" : inner).append(')').toString());
        if (up) {
            spread.add(output);
            rules.putAll(inner.rules);
            missing.putAll(inner.missing);
        }
        byOutput.put(output, inner);
        outputByTarget.put(name, output);
    }

    private Selection inner(Names related, Text text, int depth) {
        text.expect("(");
        var inner = new Selection(mapping, related);
        text.skipSpace();
        if (text.peek() != ')') {
            inner.items(text, depth + 1);
        }
        text.expect(")");
        text.skipSpace();
        return inner;
    }

    /// A hint is the name of a constraint, a column or a table.
    private String hint(String name) {
        Names table = mapping.nested(names, name);
        return Text.written(table == null ? nowOf(name) : table.now());
    }

    private String nowOf(String column) {
        Place place = names.places().get(column);
        return place == null || place.member() != null ? column : place.column();
    }

    private void column(String alias, String name, Text text) {
        List<FieldText.Arrow> path = FieldText.arrows(text);
        String suffix = text.rest().strip();
        if (!suffix.isEmpty() && suffix.charAt(0) != ':' && suffix.charAt(0) != '.') {
            throw new Text.Odd();
        }
        boolean plain = path.isEmpty() && suffix.isEmpty();
        if (plain && names.gone().containsKey(name)) {
            missing.put(alias == null ? name : alias, names.gone().get(name));
        } else if (plain && names.apart().containsKey(name)) {
            apart(alias == null ? name : alias, names.apart().get(name));
        } else {
            items.add(written(alias, new FieldText(name, path), suffix));
        }
    }

    /// An aggregate names its result itself, and a path by its last key.
    private String written(String alias, FieldText field, String suffix) {
        FieldText now = names.field(field, false);
        String as = alias;
        if (as == null && !now.equals(field) && !suffix.contains("()")) {
            as = field.path().isEmpty() ? field.column() : field.path().getLast().key();
        }
        return (as == null ? "" : Text.written(as) + ":") + now + suffix;
    }

    /// The members come under names that no column has, and are put together.
    private void apart(String output, Map<String, Place> members) {
        members.forEach((member, place) -> {
            String under = output + "->" + member;
            items.add(Text.written(under) + ":"
                    + new FieldText(place.column(), List.of()).at(place, List.of(), false));
            rules.put(under, new Rule.To(new Place(output, member)));
        });
    }
}
