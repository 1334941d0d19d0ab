package dev.loam.app.diff;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Compares two OpenAPI documents, 3.x or 2.0, as clients of the older one would.
///
/// Followed is what operations take and give; where the API is served, and what is said for people
/// alone, does not count. A document is looked at as far as it says anything: what it leaves open
/// may be anything.
///
/// Source: OpenAPI Specification 3.1 and 2.0; JSON Schema 2020-12.
public final class ApiDiff {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final SchemaDiff schemas = new SchemaDiff();
    private final Map<List<String>, Change> found = new LinkedHashMap<>();
    private final Map<List<String>, Set<String>> noticed = new HashMap<>();

    private ApiDiff() {
    }

    /// The changes, worst first, in the order of the documents. Both have a [#version].
    public static List<Change> between(JsonNode older, JsonNode newer) {
        var diff = new ApiDiff();
        diff.documents(Part.of(modern(older)), Part.of(modern(newer)));
        return diff.found.values().stream()
                .map(change -> change.in(diff.noticed.get(change.identity())))
                .sorted(Comparator.comparing(Change::level)).toList();
    }

    /// The version a document is written in, `2.0` or `3.1.0`; null where it is no such document.
    public static String version(JsonNode document) {
        String older = document.path("swagger").asString("");
        String newer = document.path("openapi").asString("");
        boolean known = older.equals("2.0") || newer.startsWith("3.");
        return known && document.path("paths").isObject() ? older + newer : null;
    }

    private static JsonNode modern(JsonNode document) {
        return document.path("swagger").asString("").equals("2.0")
                ? OlderDocument.modern(document) : document;
    }

    private void documents(Part older, Part newer) {
        if (open(older) && !open(newer)) {
            add(List.of(new Change(Rule.TOKEN_REQUIRED, newer.at("security").named("the API"),
                    "needs a token")), Set.of());
        }
        Part paths = newer.at("paths");
        for (Part before : older.at("paths").parts()) {
            String path = before.name();
            Part after = paths.at(path);
            if (after.exists()) {
                methods(path, before, after);
            } else {
                add(Rule.PATH_REMOVED, before.named(path), "is gone", operations(path, before));
            }
        }
        for (Part after : paths.parts()) {
            String path = after.name();
            if (!older.at("paths").at(path).exists()) {
                add(Rule.PATH_ADDED, after.named(path), "is new", operations(path, after));
            }
        }
    }

    /// Whether it can be called without a token.
    private static boolean open(Part document) {
        List<Part> ways = document.at("security").parts();
        return ways.isEmpty() || ways.stream().anyMatch(way -> way.json().isEmpty());
    }

    private static List<Part> methods(Part path) {
        return path.parts().stream().filter(one -> METHODS.contains(one.name())).toList();
    }

    private static String operation(String path, Part method) {
        return method.name().toUpperCase(Locale.ROOT) + " " + path;
    }

    private static Set<String> operations(String path, Part part) {
        return methods(part).stream().map(method -> operation(path, method))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void methods(String path, Part older, Part newer) {
        for (Part before : methods(older)) {
            String operation = operation(path, before);
            Part after = newer.at(before.name());
            if (after.exists()) {
                var diff = new OperationDiff(schemas, path, operation);
                add(diff.between(before, older.at("parameters"), after, newer.at("parameters")),
                        Set.of(operation));
            } else {
                add(Rule.METHOD_REMOVED, before.named(operation), "is gone", Set.of(operation));
            }
        }
        for (Part after : methods(newer)) {
            if (!older.at(after.name()).exists()) {
                String operation = operation(path, after);
                add(Rule.METHOD_ADDED, after.named(operation), "is new", Set.of(operation));
            }
        }
    }

    private void add(Rule rule, Part part, String what, Set<String> operations) {
        add(List.of(new Change(rule, part, what)), operations);
    }

    private void add(List<Change> changes, Set<String> operations) {
        for (Change change : changes) {
            List<String> identity = change.identity();
            found.putIfAbsent(identity, change);
            noticed.computeIfAbsent(identity, _ -> new LinkedHashSet<>()).addAll(operations);
        }
    }
}
