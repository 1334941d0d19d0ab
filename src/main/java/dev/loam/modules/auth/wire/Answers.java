package dev.loam.modules.auth.wire;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The forms of answers. None may be kept by a cache, save where it says so.
public final class Answers {
    public static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Headers JSON_FIELDS = Headers.of(
            "Content-Type", "application/json", "Cache-Control", "no-store");

    private Answers() {
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static HttpResponse json(JsonNode body) {
        return json(200, body, Headers.NONE);
    }

    public static HttpResponse json(int status, JsonNode body, Headers more) {
        return HttpResponse.Full.of(status, JSON_FIELDS.plus(more),
                JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    /// `{}`.
    public static HttpResponse empty() {
        return json(object());
    }

    public static HttpResponse nothing() {
        return HttpResponse.Full.of(204, Headers.of("Cache-Control", "no-store"), null);
    }

    /// Leads a browser on; `status` is 302 or 303.
    public static HttpResponse redirect(int status, String location) {
        return HttpResponse.Full.of(status,
                Headers.of("Location", location, "Cache-Control", "no-store",
                        "Referrer-Policy", "no-referrer"),
                new byte[0]);
    }

    /// What everyone may know and caches may keep for a while.
    public static HttpResponse cached(JsonNode body, int seconds) {
        return HttpResponse.Full.of(200,
                Headers.of("Content-Type", "application/json",
                        "Cache-Control", "public, max-age=" + seconds),
                JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }
}
