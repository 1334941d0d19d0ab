package dev.loam.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Waits until a system that has just been started answers a page that tells its health.
final class Waiting {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 100;

    private Waiting() {
    }

    static void forAnswer(HttpClient client, URI page, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(page).version(HttpClient.Version.HTTP_1_1);
        headers.forEach(request::header);
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            try {
                if (client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // Not yet.
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException(page + " does not answer");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
