package dev.loam.spec.random;

import dev.loam.spec.random.Read.Filter;
import dev.loam.spec.random.Read.Item;
import dev.loam.spec.random.Read.Operand;
import dev.loam.spec.random.Read.Sort;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Spells a read as the query string of a request.
final class Spelling {
    private static final Set<String> RESERVED = Set.of("select", "columns", "on_conflict", "order",
            "limit", "offset", "and", "or", "not", "inner", "left", "count");
    private static final String UNRESERVED = "-._~,():!*'$;@";

    private final Dice dice;
    private final List<String> parameters = new ArrayList<>();

    private Spelling(Dice dice) {
        this.dice = dice;
    }

    static String query(Read read, Dice dice) {
        return String.join("&", parameters(read, dice));
    }

    static List<String> parameters(Read read, Dice dice) {
        var spelling = new Spelling(dice);
        boolean star = read.items().equals(List.of(new Item.Star()));
        if (!star || dice.oneIn(3)) {
            spelling.add("select", spelling.select(read));
        }
        spelling.level(read, "");
        return spelling.parameters;
    }

    /// The filters alone.
    static List<String> filters(Read read, Dice dice) {
        var spelling = new Spelling(dice);
        read.filters().forEach(filter -> spelling.filter(filter, ""));
        return spelling.parameters;
    }

    static String percent(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
                    || UNRESERVED.indexOf((char) b) >= 0 && b > 0;
            out.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return out.toString();
    }

    /// A segment of a path.
    static String segment(String name) {
        return percent(name).replace(".", "%2E");
    }

    private void add(String name, String value) {
        parameters.add(percent(name) + "=" + percent(value));
    }

    // Names.

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static String name(String name, Dice dice) {
        boolean plain = name.matches("[a-zA-Z_][a-zA-Z0-9_$]*") && !RESERVED.contains(name);
        return plain && dice.below(4) > 0 ? name : quoted(name);
    }

    private String name(String name) {
        return name(name, dice);
    }

    private String operand(Operand operand) {
        var out = new StringBuilder(name(operand.column().name()));
        for (Read.Step step : operand.path()) {
            out.append(step.text() ? "->>" : "->")
                    .append(step.index() != null ? step.index().toString() : key(step.key()));
        }
        return out.toString();
    }

    private String key(String key) {
        return key.matches("[a-zA-Z_]+") && dice.oneIn(2) ? key : quoted(key);
    }

    // What is selected.

    private String select(Read read) {
        return read.items().stream().map(this::item).collect(Collectors.joining(","));
    }

    private String item(Item item) {
        return switch (item) {
            case Item.Star _ -> "*";
            case Item.Value value -> (value.alias() == null ? "" : name(value.alias()) + ":")
                    + operand(value.operand())
                    + (value.cast() == null ? "" : "::" + value.cast());
            case Item.Aggregate sum -> (sum.alias() == null ? "" : name(sum.alias()) + ":")
                    + (sum.column() == null ? "" : name(sum.column().name()) + ".")
                    + sum.function() + "()";
            case Item.Embed embed -> (embed.spread() ? "..." : name(embed.alias()) + ":")
                    + target(embed) + (embed.inner() ? "!inner" : dice.oneIn(6) ? "!left" : "")
                    + "(" + select(embed.child()) + ")";
        };
    }

    private String target(Item.Embed embed) {
        String to = name(embed.edge().to().name());
        return switch (embed.edge()) {
            case Edge.Computed computed -> name(computed.name());
            // The relation's own name means the rows below.
            case Edge.Up(Link link) -> link.self() ? name(link.name())
                    : embed.hinted() ? to + "!" + name(link.name()) : to;
            case Edge.Down(Link link) -> embed.hinted() ? to + "!" + name(link.name()) : to;
            case Edge.Across across -> embed.hinted()
                    ? to + "!" + name(across.near().from().name()) : to;
        };
    }

    // The rest, level by level.

    private void level(Read read, String path) {
        read.filters().forEach(filter -> filter(filter, path));
        if (!read.sorts().isEmpty()) {
            add(path + "order", read.sorts().stream().map(this::sort)
                    .collect(Collectors.joining(",")));
        }
        if (read.limit() != null) {
            add(path + "limit", read.limit().toString());
        }
        if (read.offset() != null) {
            add(path + "offset", read.offset().toString());
        }
        for (Item item : read.items()) {
            if (item instanceof Item.Embed embed) {
                level(embed.child(), path + name(embed.alias()) + ".");
            }
        }
    }

    private String sort(Sort sort) {
        String by = operand(sort.operand());
        return (sort.related() == null ? by : name(sort.related().alias()) + "(" + by + ")")
                + (sort.descending() == null ? "" : sort.descending() ? ".desc" : ".asc")
                + (sort.nullsFirst() == null ? ""
                        : sort.nullsFirst() ? ".nullsfirst" : ".nullslast");
    }

    private void filter(Filter filter, String path) {
        switch (filter) {
            case Filter.Test test -> add(path + operand(test.operand()), test(test, false));
            case Filter.Present present -> add(path + name(present.embed().alias()),
                    present.present() ? "not.is.null" : "is.null");
            case Filter.Group group -> add(path + (group.negated() ? "not." : "")
                    + (group.any() ? "or" : "and"), members(group));
        }
    }

    private String members(Filter.Group group) {
        return "(" + group.members().stream().map(this::member)
                .collect(Collectors.joining(",")) + ")";
    }

    private String member(Filter filter) {
        return switch (filter) {
            case Filter.Test test -> operand(test.operand()) + "." + test(test, true);
            case Filter.Present present -> name(present.embed().alias())
                    + (present.present() ? ".not.is.null" : ".is.null");
            case Filter.Group group -> (group.negated() ? "not." : "")
                    + (group.any() ? "or" : "and") + members(group);
        };
    }

    private String test(Filter.Test test, boolean inTree) {
        String not = test.negated() ? "not." : "";
        String value = test.values().isEmpty() ? "" : test.values().getFirst();
        if (test.operator().equals("in")) {
            return not + "in.(" + test.values().stream().map(this::listed)
                    .collect(Collectors.joining(",")) + ")";
        }
        if (test.quantifier() != null) {
            value = test.values().stream().map(Spelling::quoted)
                    .collect(Collectors.joining(",", "{", "}"));
        }
        boolean bare = !inTree || test.operator().equals("is");
        return not + test.operator() + (test.quantifier() == null ? ""
                : "(" + test.quantifier() + ")") + "." + (bare ? value : listed(value));
    }

    private String listed(String value) {
        return value.matches("[a-zA-Z0-9_]+") && dice.oneIn(2) ? value : quoted(value);
    }
}
