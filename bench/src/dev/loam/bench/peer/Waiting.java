package dev.loam.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/// Waits until a system that has just been started answers as it will.
final class Waiting {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 100;

    private Waiting() {
    }

    /// For a page that tells its health.
    static void forAnswer(HttpClient client, URI page, Map<String, String> headers)
            throws IOException, InterruptedException {
        forAnswer(client, page, headers, answer -> answer.statusCode() == 200);
    }

    /// Until the page is answered in this way.
    static void forAnswer(HttpClient client, URI page, Map<String, String> headers,
            Predicate<HttpResponse<Void>> ready) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(page).version(HttpClient.Version.HTTP_1_1);
        headers.forEach(request::header);
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        String said = "nothing";
        while (true) {
            try {
                HttpResponse<Void> answer = client.send(
                        request.build(), HttpResponse.BodyHandlers.discarding());
                if (ready.test(answer)) {
                    return;
                }
                said = answer.statusCode() + " " + answer.headers().map();
            } catch (IOException notYet) {
                said = notYet.toString();
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException(page + " does not answer as it should: " + said);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
