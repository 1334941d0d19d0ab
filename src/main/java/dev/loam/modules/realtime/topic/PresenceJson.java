package dev.loam.modules.realtime.topic;

import dev.loam.modules.realtime.topic.PresenceSet.Change;
import dev.loam.modules.realtime.topic.PresenceSet.Entry;
import dev.loam.modules.realtime.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Presence as clients read it: `{KEY:{"metas":[{"phx_ref", …}]}}`.
final class PresenceJson {
    private PresenceJson() {
    }

    static byte[] state(List<Entry> entries) {
        return bytes(append(new StringBuilder(), entries));
    }

    static byte[] diff(Change change) {
        var text = append(new StringBuilder("{\"joins\":"), change.joins()).append(",\"leaves\":");
        return bytes(append(text, change.leaves()).append('}'));
    }

    private static StringBuilder append(StringBuilder text, List<Entry> entries) {
        Map<String, StringBuilder> metas = new LinkedHashMap<>();
        for (Entry entry : entries) {
            var list = metas.computeIfAbsent(entry.key(), _ -> new StringBuilder());
            list.append(list.isEmpty() ? "" : ",").append("{\"phx_ref\":\"").append(entry.ref())
                    .append('"').append(entry.meta().isEmpty() ? "" : ",").append(entry.meta())
                    .append('}');
        }
        text.append('{');
        metas.forEach((key, list) -> {
            if (text.charAt(text.length() - 1) != '{') {
                text.append(',');
            }
            text.append(Json.quoted(key)).append(":{\"metas\":[").append(list).append("]}");
        });
        return text.append('}');
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
