package dev.loam.kernel.version.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a mapping from its JSON text and notes what is wrong with it, each with its place.
public final class MappingReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Set<String> OF_TABLES =
            Set.of("now", "fields", "hidden", "gone", "defaults", "related");
    private static final Set<String> OF_FUNCTIONS =
            Set.of("now", "fields", "hidden", "gone", "defaults", "returns");

    private final String version;
    private final List<String> problems;

    private MappingReader(String version, List<String> problems) {
        this.version = version;
        this.problems = problems;
    }

    /// The mapping, which is only good for something where no problem was noted.
    public static Mapping read(String version, String json, List<String> problems) {
        var reader = new MappingReader(version, problems);
        try {
            return reader.mapping(JSON.readTree(json));
        } catch (JacksonException wrong) {
            problems.add("wanted JSON: " + wrong.getOriginalMessage());
            return new Mapping(version, Map.of(), Map.of());
        }
    }

    private Mapping mapping(JsonNode root) {
        requireKeys(root, Set.of("tables", "functions"), "");
        Map<String, Names> tables = new LinkedHashMap<>();
        for (var table : object(root, "tables", "").entrySet()) {
            String where = "tables." + table.getKey();
            requireKeys(table.getValue(), OF_TABLES, where + ".");
            tables.put(table.getKey(), names(table.getKey(), table.getValue(), where));
        }
        Map<String, Mapping.Callable> functions = new LinkedHashMap<>();
        for (var function : object(root, "functions", "").entrySet()) {
            String where = "functions." + function.getKey();
            requireKeys(function.getValue(), OF_FUNCTIONS, where + ".");
            Names arguments = names(function.getKey(), function.getValue(), where);
            boolean moved = !arguments.apart().isEmpty() || arguments.places().values().stream()
                    .anyMatch(place -> place.member() != null);
            if (moved) {
                problems.add(where + ".fields: arguments can be renamed, not moved");
            }
            functions.put(function.getKey(), new Mapping.Callable(
                    arguments, text(function.getValue(), "returns", where)));
        }
        return new Mapping(version, tables, functions);
    }

    private Names names(String name, JsonNode node, String where) {
        Map<String, Place> places = new LinkedHashMap<>();
        Map<String, Map<String, Place>> apart = new LinkedHashMap<>();
        Set<Place> taken = new HashSet<>();
        object(node, "fields", where).forEach((then, now) -> {
            try {
                Place from = Place.of(then);
                Place to = Place.of(now.isString() ? now.stringValue() : "");
                if (!taken.add(to)) {
                    problems.add(where + ".fields: two fields are at " + to);
                }
                place(from, to, places, apart, where);
            } catch (IllegalArgumentException _) {
                problems.add(where + ".fields." + then
                        + ": wanted column or column->member, on both sides");
            }
        });
        Map<String, byte[]> gone = values(node, "gone", where);
        Map<String, String> related = new LinkedHashMap<>();
        object(node, "related", where).forEach(
                (relationship, table) -> related.put(relationship, table.asString("")));
        Set<String> hidden = new HashSet<>(list(node, where));
        taken.stream().filter(place -> place.member() == null).map(Place::column)
                .forEach(hidden::add);
        hidden.removeAll(places.keySet());
        hidden.removeAll(apart.keySet());
        hidden.removeAll(gone.keySet());
        String now = text(node, "now", where);
        return new Names(version, name, now == null ? name : now, Map.copyOf(places), apart, gone,
                Set.copyOf(hidden), values(node, "defaults", where), Map.copyOf(related));
    }

    private void place(
            Place from, Place to, Map<String, Place> places,
            Map<String, Map<String, Place>> apart, String where) {
        if (from.member() == null) {
            places.put(from.column(), to);
        } else if (to.member() != null) {
            problems.add(where + ".fields." + from + ": wanted a column on one side");
        } else {
            apart.computeIfAbsent(from.column(), _ -> new LinkedHashMap<>())
                    .put(from.member(), to);
        }
        if (places.containsKey(from.column()) && apart.containsKey(from.column())) {
            problems.add(where + ".fields." + from.column()
                    + ": is a column or an object, not both");
        }
    }

    private void requireKeys(JsonNode node, Set<String> known, String where) {
        if (!node.isObject()) {
            problems.add(where + " wanted an object");
            return;
        }
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                problems.add(where + key + ": unknown; there is "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private Map<String, JsonNode> object(JsonNode node, String key, String where) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        JsonNode object = node.path(key);
        if (object.isObject()) {
            object.properties().forEach(
                    member -> members.put(member.getKey(), member.getValue()));
        } else if (!object.isMissingNode()) {
            problems.add(where + "." + key + ": wanted an object");
        }
        return members;
    }

    private Map<String, byte[]> values(JsonNode node, String key, String where) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        object(node, key, where).forEach(
                (name, value) -> values.put(name, JSON.writeValueAsBytes(value)));
        return values;
    }

    private List<String> list(JsonNode node, String where) {
        List<String> names = new ArrayList<>();
        JsonNode list = node.path("hidden");
        if (!list.isArray() && !list.isMissingNode()) {
            problems.add(where + ".hidden: wanted an array");
        }
        list.forEach(name -> names.add(name.asString("")));
        return names;
    }

    private String text(JsonNode node, String key, String where) {
        JsonNode text = node.path(key);
        if (text.isMissingNode()) {
            return null;
        }
        if (!text.isString() || text.stringValue().isEmpty()) {
            problems.add(where + "." + key + ": wanted a name");
            return null;
        }
        return text.stringValue();
    }
}
