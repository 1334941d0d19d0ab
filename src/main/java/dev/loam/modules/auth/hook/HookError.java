package dev.loam.modules.auth.hook;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A refusal in a hook's own words: `{"error":{"http_code":403,"message":"…"}}`.
final class HookError {
    private static final int MESSAGE_CHARACTERS_MAX = 1_000;
    private static final int STATUS_OF_OTHERS = 422;

    private HookError() {
    }

    /// A hook that says no means it: a status of 500 and above would have clients try again, and
    /// hide the message.
    static Refusal refusal(ObjectNode error) {
        int status = error.path("http_code").asInt(STATUS_OF_OTHERS);
        return AuthCode.UNEXPECTED_FAILURE.refusal(
                status >= 400 && status < 500 ? status : STATUS_OF_OTHERS,
                message(error, "The project refuses this"));
    }

    /// The message, cut where it is too long; `absent` for none.
    static String message(JsonNode answer, String absent) {
        var message = answer.path("message").asString("");
        return message.isBlank() ? absent
                : message.substring(0, Math.min(message.length(), MESSAGE_CHARACTERS_MAX));
    }
}
