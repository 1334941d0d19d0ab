package dev.loam.app.command;

import dev.loam.app.cli.ApiSource.Served;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks whoever serves an API for its description.
record ServedDocument(Served served, boolean older) {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration TIME_MAX = Duration.ofSeconds(60);
    private static final String OLDER = "application/openapi+json, application/json;q=0.5";
    private static final String NEWER = "application/vnd.oai.openapi+json;version=3.1, "
            + "application/openapi+json;q=0.8, application/json;q=0.5";

    byte[] read() {
        URI address = served.address();
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build()) {
            HttpResponse<InputStream> answer =
                    client.send(request(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = ApiReader.bounded(body);
                if (answer.statusCode() == 200) {
                    return bytes;
                }
                throw new IllegalArgumentException(address + " answered " + answer.statusCode()
                        + message(bytes) + (answer.statusCode() == 404
                        ? "; loam up has its API at /rest/v1/" : ""));
            }
        } catch (IOException wrong) {
            String why = wrong.getMessage();
            throw new IllegalArgumentException(address + " does not answer: "
                    + (why == null ? wrong.getClass().getSimpleName() : why));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted");
        }
    }

    private HttpRequest request() {
        var request = HttpRequest.newBuilder(served.address()).timeout(TIME_MAX)
                .header("Accept", older ? OLDER : NEWER);
        if (served.schema() != null) {
            request.header("Accept-Profile", served.schema());
        }
        for (String header : served.headers()) {
            int colon = header.indexOf(':');
            request.header(header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return request.build();
    }

    /// What PostgREST's dialect says is wrong, where it says so.
    private static String message(byte[] body) {
        try {
            String message = JsonMapper.builder().build()
                    .readTree(new String(body, StandardCharsets.UTF_8)).path("message")
                    .asString("");
            return message.isEmpty() ? "" : ": " + message;
        } catch (JacksonException _) {
            return "";
        }
    }
}
