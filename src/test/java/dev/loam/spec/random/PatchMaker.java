package dev.loam.spec.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Throws documents, and patches that mostly fit them.
final class PatchMaker {
    private static final List<String> KEYS = List.of("a", "b", "0", "1", "-", "01", "-1", "+0", "",
            " 1", "a/b", "c~d", "~1", "it's", "q\"", "\\", "{x,y}", "null", "99999999999");
    private static final List<String> COLUMNS = List.of("doc", "plain");
    private static final int DEPTH_MAX = 3;

    private final Dice dice;

    PatchMaker(Dice dice) {
        this.dice = dice;
    }

    /// A row as JSON text, with a JSON column of each kind and one of text.
    String row(int id) {
        return "{\"id\":" + id + ",\"doc\":" + value(DEPTH_MAX) + ",\"plain\":" + value(DEPTH_MAX)
                + ",\"label\":" + dice.pick("\"x\"", "\"y\"", "null") + "}";
    }

    private String value(int depth) {
        int kind = depth == 0 ? 0 : dice.below(3);
        return switch (kind) {
            case 1 -> Stream.generate(() -> value(depth - 1)).limit(dice.below(4))
                    .collect(Collectors.joining(",", "[", "]"));
            case 2 -> dice.some(KEYS, 4).stream().map(key -> quoted(key) + ":" + value(depth - 1))
                    .collect(Collectors.joining(",", "{", "}"));
            default -> dice.pick("1", "2", "-3", "\"a\"", "\"\"", "true", "null", "{}", "[]");
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Some operations; `row` is where their paths begin from.
    String patch(JsonNode row) {
        List<String> operations = new ArrayList<>();
        for (int i = dice.between(1, 6); i > 0; i--) {
            operations.add(operation(row));
        }
        return String.join(",\n", operations).transform(all -> "[" + all + "]");
    }

    private String operation(JsonNode row) {
        if (dice.oneIn(8)) {
            return dice.pick(
                    "{\"op\":\"replace\",\"path\":\"/label\",\"value\":\"z\"}",
                    "{\"op\":\"test\",\"path\":\"/label\",\"value\":\"x\"}",
                    "{\"op\":\"remove\",\"path\":\"/label\"}",
                    "{\"op\":\"copy\",\"from\":\"/label\",\"path\":" + path(row) + "}");
        }
        String from = path(row);
        String path = path(row);
        String same = from.substring(0, from.length() - 1) + "/";
        return switch (dice.below(6)) {
            case 0 -> "{\"op\":\"add\",\"path\":" + path + ",\"value\":" + value(2) + "}";
            case 1 -> "{\"op\":\"remove\",\"path\":" + path + "}";
            case 2 -> "{\"op\":\"replace\",\"path\":" + path + ",\"value\":" + value(2) + "}";
            case 3 -> "{\"op\":\"copy\",\"from\":" + from + ",\"path\":" + path + "}";
            case 4 -> path.startsWith(same)
                    ? "{\"op\":\"remove\",\"path\":" + path + "}"
                    : "{\"op\":\"move\",\"from\":" + from + ",\"path\":" + path + "}";
            default -> {
                JsonNode there = row.at(PatchReference.json(path).asString());
                yield "{\"op\":\"test\",\"path\":" + path + ",\"value\":"
                        + (there.isMissingNode() || dice.oneIn(4) ? value(1) : there) + "}";
            }
        };
    }

    /// A pointer as a JSON text, mostly to what is there or would be beside it.
    private String path(JsonNode row) {
        var path = new StringBuilder("/").append(dice.pick(COLUMNS));
        JsonNode at = row.at(path.toString());
        while (at.isContainer() && !dice.oneIn(4)) {
            List<String> keys = new ArrayList<>();
            if (at.isObject()) {
                at.properties().forEach(entry -> keys.add(entry.getKey()));
            } else {
                for (int i = 0; i <= at.size(); i++) {
                    keys.add(Integer.toString(i));
                }
                keys.add("-");
            }
            String key = keys.isEmpty() || dice.oneIn(6) ? dice.pick(KEYS) : dice.pick(keys);
            path.append('/').append(key.replace("~", "~0").replace("/", "~1"));
            at = at.isObject() ? at.path(key)
                    : key.matches("0|[1-9]\\d{0,6}") ? at.path(Integer.parseInt(key))
                    : at.path("none");
        }
        return quoted(path.toString());
    }
}
