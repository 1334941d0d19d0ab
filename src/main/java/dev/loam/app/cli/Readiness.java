package dev.loam.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// What a server says of itself on its admin port.
final class Readiness {
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private Readiness() {
    }

    /// Null when the server is ready, else the reason why it does not seem to be.
    static String obstacle(String adminUrl) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(adminUrl + "/ready"))
                .timeout(WAIT_MAX).build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? null
                    : ("it answers " + answer.statusCode() + " " + answer.body()).strip();
        } catch (IOException _) {
            return "it does not answer at " + adminUrl;
        }
    }
}
