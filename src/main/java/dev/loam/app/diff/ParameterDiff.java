package dev.loam.app.diff;

import dev.loam.app.diff.SchemaDiff.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the parameters of an operation, which are the same where name and place are.
final class ParameterDiff {
    /// The operators that a column can be filtered with, as Loam describes them.
    private static final Pattern OPERATORS =
            Pattern.compile("\\^\\(not\\\\\\.\\)\\?\\(([a-z|]+)\\).*");

    private final SchemaDiff schemas;
    private final String path;
    private final List<Change> changes = new ArrayList<>();

    ParameterDiff(SchemaDiff schemas, String path) {
        this.schemas = schemas;
        this.path = path;
    }

    List<Change> between(List<Part> older, List<Part> newer) {
        Map<String, Part> was = named(older);
        Map<String, Part> is = named(newer);
        was.forEach((name, before) -> {
            if (is.containsKey(name)) {
                both(before, is.get(name));
            } else {
                boolean header = place(before).equals("header");
                add(header ? Rule.HEADER_REMOVED : Rule.PARAMETER_REMOVED, before, "is gone");
            }
        });
        is.forEach((name, after) -> {
            if (!was.containsKey(name)) {
                add(required(after) ? Rule.PARAMETER_REQUIRED : Rule.PARAMETER_ADDED, after,
                        required(after) ? "is new and required" : "is new");
            }
        });
        return changes;
    }

    /// Those further back stand for the same ones before.
    private Map<String, Part> named(List<Part> lists) {
        Map<String, Part> named = new LinkedHashMap<>();
        for (Part list : lists) {
            for (Part one : list.parts()) {
                Part parameter = one.resolved();
                String name = parameter.json().path("name").asString("");
                if (!name.isEmpty()) {
                    String label = place(parameter).equals("query") ? path + "?" + name
                            : path + " " + place(parameter) + " " + name;
                    named.put(name + " in " + place(parameter), parameter.named(label));
                }
            }
        }
        return named;
    }

    private static String place(Part parameter) {
        return parameter.json().path("in").asString("");
    }

    private static boolean required(Part parameter) {
        return parameter.json().path("required").asBoolean(false);
    }

    private void both(Part before, Part after) {
        if (required(before) != required(after)) {
            add(required(after) ? Rule.PARAMETER_REQUIRED : Rule.PARAMETER_OPTIONAL, before,
                    required(after) ? "is required" : "is optional");
        }
        for (String way : List.of("style", "explode")) {
            if (!before.json().path(way).equals(after.json().path(way))) {
                add(Rule.PARAMETER_WRITTEN_OTHERWISE, before, "has another " + way);
            }
        }
        Set<String> were = operators(before);
        Set<String> are = operators(after);
        if (were == null || are == null) {
            changes.addAll(schemas.between(before.at("schema"), after.at("schema"), Way.SENT));
            return;
        }
        for (String gone : ValueDiff.without(were, are)) {
            add(Rule.OPERATOR_REMOVED, before, "cannot be filtered with " + gone + " any more");
        }
        for (String added : ValueDiff.without(are, were)) {
            add(Rule.OPERATOR_ADDED, before, "can be filtered with " + added);
        }
    }

    private static Set<String> operators(Part parameter) {
        Matcher pattern = OPERATORS.matcher(
                parameter.json().path("schema").path("pattern").asString(""));
        return pattern.matches() ? new LinkedHashSet<>(List.of(pattern.group(1).split("\\|")))
                : null;
    }

    private void add(Rule rule, Part part, String what) {
        changes.add(new Change(rule, part, what));
    }
}
