package dev.loam.app.diff;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a schema says of values, with its references followed and the parts of `allOf` as one.
/// Whether null is among them is asked apart, since it is said in many ways.
///
/// Source: JSON Schema 2020-12.
final class Shape {
    private static final int DEPTH_MAX = 32;
    private static final String NULL = "null";
    private static final List<String> CHOICES = List.of("anyOf", "oneOf");
    private static final BigDecimal INT = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Map<String, Part> members = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final ObjectNode words = JsonNodeFactory.instance.objectNode();
    private final List<Part> forms;
    private Part items;
    private Part others;

    private Shape(Part part) {
        this.forms = forms(part);
        collect(part, new HashSet<>());
    }

    static Shape of(Part part) {
        return new Shape(part);
    }

    /// `seen` are the pointers that were come by, since a schema can contain itself.
    private void collect(Part part, Set<String> seen) {
        if (!seen.add(part.pointer())) {
            return;
        }
        if (part.isReference()) {
            collect(part.resolved(), seen);
        }
        for (Map.Entry<String, JsonNode> word : part.json().properties()) {
            switch (word.getKey()) {
                case "$ref" -> { }
                case "allOf" -> part.at("allOf").parts().forEach(one -> collect(one, seen));
                case "properties" -> part.at("properties").parts().forEach(one ->
                        members.put(one.name(), one.named(part.label() + "." + one.name())));
                case "required" -> word.getValue().forEach(name -> required.add(name.asString("")));
                case "items" -> items = part.at("items").named(part.label() + "[]");
                case "additionalProperties" ->
                        others = part.at("additionalProperties").named(part.label() + ".*");
                default -> words.set(word.getKey(), word.getValue());
            }
        }
    }

    /// The choices that a schema gives, without null; itself where there is none.
    private static List<Part> forms(Part part) {
        for (String choice : CHOICES) {
            List<Part> all = part.resolved().at(choice).parts();
            List<Part> some = all.stream().filter(one -> !isNull(one)).toList();
            if (!some.isEmpty()) {
                return some;
            }
        }
        return List.of(part);
    }

    private static boolean isNull(Part part) {
        return part.json().path("type").asString("").equals(NULL);
    }

    /// The part without the choice of null beside it.
    static Part bare(Part part) {
        Part bare = part;
        for (int depth = 0; depth < DEPTH_MAX; depth++) {
            List<Part> forms = forms(bare);
            if (forms.size() != 1 || forms.getFirst() == bare) {
                return bare;
            }
            bare = forms.getFirst();
        }
        return bare;
    }

    /// Whether null is among the values.
    static boolean nullable(Part part) {
        return nullable(part, new HashSet<>());
    }

    private static boolean nullable(Part asked, Set<String> seen) {
        Part part = asked.resolved();
        if (!seen.add(part.pointer())) {
            return false;
        }
        JsonNode type = part.json().path("type");
        if (isNull(part) || part.json().path("nullable").asBoolean(false)) {
            return true;
        }
        for (JsonNode one : type) {
            if (one.asString("").equals(NULL)) {
                return true;
            }
        }
        return CHOICES.stream().anyMatch(choice -> part.at(choice).parts().stream()
                .anyMatch(one -> nullable(one, seen)));
    }

    List<Part> forms() {
        return forms;
    }

    Map<String, Part> members() {
        return members;
    }

    Set<String> required() {
        return required;
    }

    /// What the elements of an array are, or null.
    Part items() {
        return items;
    }

    /// Whether members of other names than those listed are refused.
    boolean closed() {
        return others != null && others.json().isBoolean() && !others.json().asBoolean();
    }

    /// What members of other names are, or null.
    Part others() {
        return others != null && others.json().isObject() ? others : null;
    }

    /// Types without null; none where every type is one. A schema that only speaks of members is
    /// meant for objects.
    Set<String> types() {
        Set<String> types = new TreeSet<>();
        JsonNode type = words.path("type");
        if (type.isString()) {
            types.add(type.asString());
        }
        type.forEach(one -> types.add(one.asString("")));
        if (types.isEmpty() && !members.isEmpty()) {
            types.add("object");
        }
        types.remove(NULL);
        return types;
    }

    boolean isAnything() {
        return types().isEmpty() && values() == null && forms.size() == 1;
    }

    /// Null for what is not said; widths of numbers are bounds.
    String format() {
        return isNumber() ? null : words.path("format").asString(null);
    }

    private boolean isNumber() {
        return types().contains("integer") || types().contains("number");
    }

    /// The values of an enumeration, null where there is none.
    Set<String> values() {
        if (words.has("const")) {
            return Set.of(text(words.get("const")));
        }
        if (!words.has("enum")) {
            return null;
        }
        Set<String> values = new LinkedHashSet<>();
        words.get("enum").forEach(value -> {
            if (!value.isNull()) {
                values.add(text(value));
            }
        });
        return values;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }

    /// A keyword's value, missing where it is not said.
    JsonNode word(String name) {
        return words.path(name);
    }

    /// A bound, null for none. Those of a number may lie in its format.
    BigDecimal bound(String name) {
        BigDecimal said = words.path(name).isNumber() ? words.get(name).decimalValue() : null;
        BigDecimal most = switch (words.path("format").asString("")) {
            case "int32" -> INT;
            case "int64" -> LONG;
            default -> null;
        };
        if (said != null || most == null || !isNumber()) {
            return said;
        }
        return switch (name) {
            case "maximum" -> most;
            case "minimum" -> most.negate().subtract(BigDecimal.ONE);
            default -> null;
        };
    }

    /// How many bits a number that is no integer has; null for any.
    BigDecimal precision() {
        return switch (words.path("format").asString("")) {
            case "float" -> BigDecimal.valueOf(32);
            case "double" -> BigDecimal.valueOf(64);
            default -> null;
        };
    }

    /// The types in a few words: `string (uuid) or integer`.
    String described() {
        String format = words.path("format").asString(null);
        String types = types().isEmpty() ? "anything" : String.join(" or ", types());
        if (items != null && types().contains("array")) {
            types += " of " + Shape.of(bare(items)).described();
        }
        return format == null ? types : types + " (" + format + ")";
    }

    /// By which two choices are taken for the same one: the name of a schema, or the members.
    String signature() {
        return signature(0);
    }

    private String signature(int depth) {
        if (forms.getFirst().isReference()) {
            return forms.getFirst().resolved().label();
        }
        if (items != null && depth < DEPTH_MAX) {
            return "[" + Shape.of(items).signature(depth + 1) + "]";
        }
        return members.isEmpty() ? described() : members.keySet().stream().sorted()
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
