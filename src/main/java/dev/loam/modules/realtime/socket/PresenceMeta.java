package dev.loam.modules.realtime.socket;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a client tells of itself.
final class PresenceMeta {
    /// Members that the server sets.
    private static final List<String> OURS = List.of("phx_ref", "phx_ref_prev");

    private PresenceMeta() {
    }

    /// As JSON without its braces, null where it is no object. Nothing at all is an empty one.
    static String of(JsonNode payload) {
        if (payload.isMissingNode() || payload.isNull()) {
            return "";
        }
        if (!(payload instanceof ObjectNode object)) {
            return null;
        }
        String text = object.deepCopy().without(OURS).toString();
        return text.substring(1, text.length() - 1);
    }
}
