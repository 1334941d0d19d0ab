package dev.loam.modules.realtime.stream;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import dev.loam.modules.realtime.stream.StreamFailure.ParameterInvalid;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a stream is asked for: one thing by `event`, `schema`, `table`, `filter` and `select`, or
/// several by `changes`, each a JSON object with these members. `after` is the place from which on
/// to tell, null for now; `apikey` a key for clients that cannot send fields. Pure.
record StreamQuery(List<Wanted> wanted, Place after, String apikey) {
    private static final int WANTED_MAX = 100;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> MEMBERS =
            Set.of("event", "schema", "table", "filter", "select");
    private static final String CHANGES = "changes";
    private static final String AFTER = "after";
    private static final String KEY = "apikey";

    /// Reads the raw query, null for none, and the field `Last-Event-ID`, null where it is not
    /// there, which counts before `after`.
    static StreamQuery parse(String query, String lastEventId) {
        Map<String, String> one = new LinkedHashMap<>();
        List<Wanted> wanted = new ArrayList<>();
        String after = null;
        String apikey = null;
        for (var part : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = part.indexOf('=');
            var name = decoded("query", equals < 0 ? part : part.substring(0, equals));
            var value = decoded(name, equals < 0 ? "" : part.substring(equals + 1));
            switch (name) {
                case CHANGES -> wanted.addAll(changes(value));
                case AFTER -> after = value;
                case KEY -> apikey = value;
                default -> add(one, name, value);
            }
        }
        if (!one.isEmpty() || wanted.isEmpty()) {
            wanted.add(wanted(one));
        }
        if (wanted.size() > WANTED_MAX) {
            throw invalid(CHANGES, "There are more than " + WANTED_MAX + " of them.");
        }
        return new StreamQuery(wanted, lastEventId == null ? place(AFTER, after)
                : place("Last-Event-ID", lastEventId), apikey);
    }

    private static void add(Map<String, String> one, String name, String value) {
        if (!MEMBERS.contains(name)) {
            throw invalid(name, "There are event, schema, table, filter, select, changes, after"
                    + " and apikey.");
        }
        if (one.put(name, value) != null) {
            throw invalid(name, "It is there twice; for several things use changes.");
        }
    }

    private static List<Wanted> changes(String json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JacksonException _) {
            throw invalid(CHANGES, "It is not JSON.");
        }
        List<Wanted> wanted = new ArrayList<>();
        for (var object : tree.isArray() ? tree : List.of(tree)) {
            if (!object.isObject()) {
                throw invalid(CHANGES, "It is not an object, nor an array of objects.");
            }
            Map<String, String> members = new LinkedHashMap<>();
            object.properties().forEach(member -> {
                if (!member.getValue().isString() || !MEMBERS.contains(member.getKey())) {
                    throw invalid(CHANGES, "Its member " + member.getKey()
                            + " is not one of event, schema, table, filter and select, as a"
                            + " string.");
                }
                members.put(member.getKey(), member.getValue().asString());
            });
            wanted.add(wanted(members));
        }
        return wanted;
    }

    private static Wanted wanted(Map<String, String> members) {
        var select = members.get("select");
        return new Wanted(members.getOrDefault("event", "*"),
                members.getOrDefault("schema", "public"), members.get("table"),
                members.get("filter"),
                select == null || select.equals("*") ? null : List.of(select.split(",")));
    }

    private static Place place(String name, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Place.parse(text);
        } catch (IllegalArgumentException _) {
            throw invalid(name, "A place is the id of an event: 16/B374D848:3.");
        }
    }

    private static String decoded(String name, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw invalid(name, "A percent sign is not followed by two hexadecimal digits.");
        }
    }

    private static Refusal invalid(String parameter, String details) {
        return new Refusal(new ParameterInvalid(parameter, details));
    }
}
