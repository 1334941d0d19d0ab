package dev.loam.app.diff;

import dev.loam.app.diff.SchemaDiff.Way;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Compares what two schemas say of a value by itself: type, format, size, values, PostgreSQL's
/// type. The worst of these is told, not all of them: a text that became a number has another
/// length too.
final class ValueDiff {
    private static final List<String> UPPER =
            List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    private static final List<String> LOWER =
            List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    /// What can be seen to differ, but not how.
    private static final List<String> OPAQUE = List.of("pattern", "multipleOf", "uniqueItems",
            "not", "if", "then", "else", "prefixItems", "contains", "minContains", "maxContains",
            "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas",
            "unevaluatedProperties", "unevaluatedItems");
    /// The types whose values PostgreSQL writes as they were written.
    private static final Set<String> TEXTS = Set.of(
            "text", "character varying", "character", "bpchar", "citext", "name");
    private static final String TYPE = "x-postgresql-type";

    private final Part place;
    private final Way way;

    ValueDiff(Part place, Way way) {
        this.place = place;
        this.way = way;
    }

    List<Change> between(Shape before, Shape after) {
        Fit types = Fit.ofTypes(before.types(), after.types());
        if (types == Fit.SAME) {
            types = Fit.ofNames(unqualified(before.format()), unqualified(after.format()));
        }
        if (types != Fit.SAME) {
            return List.of(changed(types, Rule.GOT_WIDENED, "is " + after.described() + " " + way
                    + ", was " + before.described()));
        }
        if (before.values() != null || after.values() != null) {
            return values(before.values(), after.values());
        }
        Fit sizes = sizes(before, after);
        if (sizes != Fit.SAME) {
            return List.of(changed(sizes, Rule.GOT_LARGER, "is " + sized(after) + " " + way
                    + ", was " + sized(before)));
        }
        List<Change> changes = new ArrayList<>();
        Fit inside = inside(before.word(TYPE).asString(null), after.word(TYPE).asString(null));
        if (inside != Fit.SAME && !elementsDiffer(before, after)) {
            changes.add(changed(inside, Rule.GOT_WIDENED, "is " + after.word(TYPE).asString()
                    + " " + way + ", was " + before.word(TYPE).asString()));
        }
        opaque(before, after, changes);
        return changes;
    }

    private Change changed(Fit fit, Rule gotMore, String what) {
        return new Change(switch (fit) {
            case NARROWER -> way.pick(Rule.SENT_NARROWED, Rule.GOT_NARROWED);
            case WIDER -> way.pick(Rule.SENT_WIDENED, gotMore);
            case OTHER -> way.pick(Rule.SENT_NARROWED, gotMore);
            case SAME -> throw new IllegalArgumentException("nothing changed");
        }, place, what);
    }

    private List<Change> values(Set<String> before, Set<String> after) {
        if (before == null) {
            return List.of(new Change(way.pick(Rule.SENT_NARROWED, Rule.GOT_NARROWED), place,
                    "is one of " + String.join(", ", after) + " " + way + ", was any value"));
        }
        if (after == null) {
            return List.of(new Change(way.pick(Rule.SENT_WIDENED, Rule.GOT_VALUE_ADDED), place,
                    "is any value " + way + ", was one of " + String.join(", ", before)));
        }
        List<Change> changes = new ArrayList<>();
        for (String value : without(before, after)) {
            changes.add(new Change(way.pick(Rule.SENT_VALUE_REMOVED, Rule.GOT_VALUE_REMOVED),
                    place, "has no value " + value + " " + way + " any more"));
        }
        for (String value : without(after, before)) {
            changes.add(new Change(way.pick(Rule.SENT_VALUE_ADDED, Rule.GOT_VALUE_ADDED),
                    place, "has the value " + value + " " + way));
        }
        return changes;
    }

    static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static Fit sizes(Shape before, Shape after) {
        Fit fit = Fit.ofBounds(before.precision(), after.precision(), true);
        for (String bound : UPPER) {
            fit = fit.and(Fit.ofBounds(before.bound(bound), after.bound(bound), true));
        }
        for (String bound : LOWER) {
            fit = fit.and(Fit.ofBounds(before.bound(bound), after.bound(bound), false));
        }
        return fit;
    }

    /// `integer (int32)`, `string of maxLength 20`.
    private static String sized(Shape shape) {
        List<String> bounds = new ArrayList<>();
        for (List<String> names : List.of(LOWER, UPPER)) {
            for (String name : names) {
                BigDecimal bound = shape.word(name).isNumber() ? shape.bound(name) : null;
                if (bound != null) {
                    bounds.add(name + " " + bound.toPlainString());
                }
            }
        }
        return bounds.isEmpty() ? shape.described()
                : shape.described() + " of " + String.join(", ", bounds);
    }

    private static String unqualified(String type) {
        return type == null ? null : type.substring(type.lastIndexOf('.') + 1);
    }

    /// Types of PostgreSQL by their names, without a schema and without what stands in brackets.
    private static Fit inside(String before, String after) {
        if (before == null || after == null) {
            return Fit.SAME;
        }
        String was = plain(before);
        String is = plain(after);
        if (was.equals(is) || TEXTS.contains(was) && TEXTS.contains(is)) {
            return Fit.SAME;
        }
        return Fit.of(TEXTS.contains(is), TEXTS.contains(was));
    }

    private static String plain(String type) {
        String plain = unqualified(type.replaceAll("\\([^)]*\\)|\\[\\]", "")).strip();
        return plain.equals("jsonb") ? "json" : plain;
    }

    /// What is told of them already.
    private static boolean elementsDiffer(Shape before, Shape after) {
        return before.items() != null && after.items() != null
                && !Shape.of(Shape.bare(before.items())).described()
                .equals(Shape.of(Shape.bare(after.items())).described());
    }

    private void opaque(Shape before, Shape after, List<Change> changes) {
        for (String name : OPAQUE) {
            JsonNode was = before.word(name);
            JsonNode is = after.word(name);
            if (was.equals(is)) {
                continue;
            }
            if (was.isMissingNode()) {
                changes.add(new Change(way.pick(Rule.SENT_NARROWED, Rule.GOT_NARROWED), place,
                        "has to fit " + name + " " + is + " " + way));
            } else if (is.isMissingNode()) {
                changes.add(new Change(way.pick(Rule.SENT_WIDENED, Rule.GOT_CHANGED), place,
                        "need not fit " + name + " " + was + " " + way + " any more"));
            } else {
                changes.add(new Change(way.pick(Rule.SENT_CHANGED, Rule.GOT_CHANGED), place,
                        "has to fit " + name + " " + is + " " + way + ", had to fit " + was));
            }
        }
    }
}
