package dev.loam.modules.realtime.socket;

import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import dev.loam.modules.realtime.socket.JoinAsked.Replay;
import dev.loam.modules.realtime.wire.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads the payload of a join. What is missing has its default; what is there and wrong is refused
/// with the name of its field.
final class JoinReader {
    private static final int CHANGES_MAX = 100;
    private static final String OPTIONS = "postgres_changes_options";
    private static final long WAIT_MILLIS = 15_000;
    private static final long WAIT_MILLIS_MAX = 20_000;
    private static final int KEY_CHARS_MAX = 1_000;
    private static final List<String> EVENTS = List.of("*", "INSERT", "UPDATE", "DELETE");

    private JoinReader() {
    }

    static JoinAsked read(String payload) throws JoinProblem {
        JsonNode root = Json.object(payload);
        if (root == null) {
            throw invalid("the payload", "an object");
        }
        JsonNode config = object(root, "config", "");
        JsonNode broadcast = object(config, "broadcast", "config.");
        JsonNode presence = object(config, "presence", "config.");
        String key = text(presence, "key", "config.presence.");
        if (key != null && key.length() > KEY_CHARS_MAX) {
            throw invalid("config.presence.key", "of at most " + KEY_CHARS_MAX + " characters");
        }
        return new JoinAsked(
                truth(broadcast, "ack", "config.broadcast.", false),
                truth(broadcast, "self", "config.broadcast.", false),
                truth(broadcast, "replication_ready", "config.broadcast.", false),
                replay(object(broadcast, "replay", "config.broadcast.")),
                truth(presence, "enabled", "config.presence.", true),
                key == null || key.isEmpty() ? null : key,
                changes(config.path("postgres_changes")), after(config), waitMillis(config),
                truth(config, "private", "config.", false), text(root, "access_token", ""),
                config.isMissingNode());
    }

    private static Replay replay(JsonNode replay) throws JoinProblem {
        if (replay.isMissingNode()) {
            return null;
        }
        JsonNode since = replay.path("since");
        JsonNode limit = replay.path("limit");
        boolean sound = since.isIntegralNumber() && since.canConvertToLong()
                && (limit.isMissingNode() || limit.isIntegralNumber() && limit.canConvertToInt());
        return sound ? new Replay(since.longValue(), limit.asInt(JoinAsked.REPLAY_MAX))
                : new Replay(-1, 0);
    }

    private static Place after(JsonNode config) throws JoinProblem {
        String text = text(object(config, OPTIONS, "config."), "after", "config." + OPTIONS + ".");
        try {
            return text == null ? null : Place.parse(text);
        } catch (IllegalArgumentException _) {
            throw invalid("config." + OPTIONS + ".after", "a place such as 16/B374D848:0");
        }
    }

    private static long waitMillis(JsonNode config) throws JoinProblem {
        JsonNode options = object(config, OPTIONS, "config.");
        if (!truth(options, "wait", "config." + OPTIONS + ".", false)) {
            return 0;
        }
        JsonNode timeout = options.path("timeout");
        if (!timeout.isMissingNode() && !timeout.isNumber()) {
            throw invalid("config." + OPTIONS + ".timeout", "a number of milliseconds");
        }
        return Math.clamp(timeout.asLong(WAIT_MILLIS), 1, WAIT_MILLIS_MAX);
    }

    private static List<Wanted> changes(JsonNode list) throws JoinProblem {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > CHANGES_MAX) {
            throw invalid("config.postgres_changes", "a list of at most " + CHANGES_MAX);
        }
        List<Wanted> wanted = new ArrayList<>(list.size());
        for (JsonNode one : list) {
            wanted.add(wanted(one, "config.postgres_changes[" + wanted.size() + "]"));
        }
        return List.copyOf(wanted);
    }

    private static Wanted wanted(JsonNode one, String place) throws JoinProblem {
        if (!one.isObject()) {
            throw invalid(place, "an object");
        }
        String inside = place + ".";
        String event = text(one, "event", inside);
        if (event == null || !EVENTS.contains(event)) {
            throw invalid(inside + "event", "one of " + String.join(", ", EVENTS));
        }
        return new Wanted(event, text(one, "schema", inside), text(one, "table", inside),
                text(one, "filter", inside), select(one.path("select"), inside + "select"));
    }

    /// A list, or one text with commas.
    private static List<String> select(JsonNode select, String place) throws JoinProblem {
        if (select.isMissingNode() || select.isNull()) {
            return null;
        }
        List<String> columns = new ArrayList<>();
        if (select.isString()) {
            for (String column : select.asString().split(",")) {
                columns.add(column.strip());
            }
            return List.copyOf(columns);
        }
        for (JsonNode column : select) {
            if (!column.isString()) {
                throw invalid(place, "a list of columns");
            }
            columns.add(column.asString());
        }
        if (!select.isArray()) {
            throw invalid(place, "a list of columns");
        }
        return List.copyOf(columns);
    }

    private static JsonNode object(JsonNode in, String name, String place) throws JoinProblem {
        JsonNode value = in.path(name);
        if (value.isNull()) {
            return value.path(name);
        }
        if (!value.isMissingNode() && !value.isObject()) {
            throw invalid(place + name, "an object");
        }
        return value;
    }

    private static String text(JsonNode in, String name, String place) throws JoinProblem {
        JsonNode value = in.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw invalid(place + name, "a text");
        }
        return value.asString();
    }

    private static boolean truth(JsonNode in, String name, String place, boolean fallback)
            throws JoinProblem {
        JsonNode value = in.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw invalid(place + name, "true or false");
        }
        return value.asBoolean();
    }

    private static JoinProblem invalid(String field, String wanted) {
        return new JoinProblem("InvalidJoinPayload", field + " must be " + wanted);
    }
}
