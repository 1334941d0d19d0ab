package dev.loam.app.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of requests, a JSON object a line: `path`, and if wanted `method`, `headers` and `body`.
///
/// A body that is a text is sent as it is, any other value as JSON. What a line leaves out comes
/// from the command's options.
public final class RequestFile {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> MEMBERS = Set.of("path", "method", "headers", "body");

    private RequestFile() {
    }

    /// What a line without its own gets.
    public record Defaults(String method, String authority, Map<String, String> headers) {
    }

    /// Fails with an `IllegalArgumentException` that names the line.
    public static List<WireRequest> read(Path file, Defaults defaults) throws IOException {
        List<WireRequest> requests = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                if (!line.isBlank()) {
                    requests.add(request(line, defaults, file + ":" + number));
                }
            }
        }
        return requests;
    }

    private static WireRequest request(String line, Defaults defaults, String place) {
        try {
            JsonNode given = JSON.readTree(line);
            require(given.isObject(), "wanted a JSON object");
            given.propertyNames().forEach(name ->
                    require(MEMBERS.contains(name), "there is no member " + name));
            require(given.path("path").isString(), "wanted a text as path");
            Map<String, String> headers = new LinkedHashMap<>(defaults.headers());
            given.path("headers").properties().forEach(header ->
                    headers.put(header.getKey(), header.getValue().asString()));
            JsonNode body = given.get("body");
            return WireRequest.of(given.path("method").asString(defaults.method()),
                    defaults.authority(), given.get("path").asString(), headers,
                    body == null ? null : text(body).getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getOriginalMessage());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage());
        }
    }

    private static String text(JsonNode body) {
        return body.isString() ? body.asString() : body.toString();
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException(what);
        }
    }
}
