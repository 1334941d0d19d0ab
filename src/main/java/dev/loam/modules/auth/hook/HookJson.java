package dev.loam.modules.auth.hook;

import dev.loam.modules.auth.failure.AuthCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON that goes to hooks and comes back.
final class HookJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private HookJson() {
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String text(ObjectNode payload) {
        return JSON.writeValueAsString(payload);
    }

    /// An answer within its bound; one that is null, blank or a JSON null is an empty object.
    static ObjectNode read(String name, String answer) {
        if (answer == null || answer.isBlank()) {
            return object();
        }
        if (answer.length() > Hook.ANSWER_BYTES_MAX) {
            throw AuthCode.HOOK_PAYLOAD_OVER_SIZE_LIMIT.refusal("The answer of hook " + name
                    + " is larger than " + Hook.ANSWER_BYTES_MAX + " bytes");
        }
        try {
            var node = JSON.readTree(answer);
            if (node.isNull()) {
                return object();
            }
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException noJson) {
            // Refused below; the parser's words may quote the answer.
        }
        throw AuthCode.UNEXPECTED_FAILURE.refusal(
                "Hook " + name + " did not answer with a JSON object");
    }
}
