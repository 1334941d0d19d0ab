package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Failure;
import java.nio.charset.StandardCharsets;

/// Renders a failure as `{"code","message","details","hint"}`.
final class FailureJson {
    private FailureJson() {
    }

    static byte[] bytes(Failure failure) {
        var json = new StringBuilder(160);
        json.append("{\"code\":");
        text(json, failure.code());
        json.append(",\"message\":");
        text(json, failure.message());
        json.append(",\"details\":");
        if (failure.detailsAreJson()) {
            json.append(failure.details());
        } else {
            text(json, failure.details());
        }
        json.append(",\"hint\":");
        text(json, failure.hint());
        json.append('}');
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void text(StringBuilder json, String text) {
        if (text == null) {
            json.append("null");
            return;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
