package dev.loam.spec.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Clients of the JDK that keep their connections and send one request after the other without a
/// pause: with POST, which the JDK does not send again by itself.
final class SteadyClients implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String at;
    private final String key;
    private final Map<Version, HttpClient> clients;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger closing = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /// They believe the certificate in that file, and no other.
    SteadyClients(int port, Path certificate, String key) {
        this.at = "127.0.0.1:" + port;
        this.key = key;
        SSLContext trust = trust(certificate);
        this.clients = Map.of(Version.HTTP_1_1, client(Version.HTTP_1_1, trust),
                Version.HTTP_2, client(Version.HTTP_2, trust));
    }

    private static HttpClient client(Version version, SSLContext trust) {
        return HttpClient.newBuilder().version(version).sslContext(trust).build();
    }

    private static SSLContext trust(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("it",
                    CertificateFactory.getInstance("X.509").generateCertificate(in));
            var factory = TrustManagerFactory.getInstance(
                    TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    void start(Version version, int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> repeat(version)));
        }
    }

    private void repeat(Version version) {
        for (int number = 0; !over; number++) {
            try {
                var answer = clients.get(version).send(
                        request("/rest/v1/rpc/echo", "{\"n\":" + number + "}"),
                        BodyHandlers.ofString());
                if (answer.version() == version && answer.statusCode() == 200
                        && answer.body().equals(Integer.toString(number))) {
                    answers.incrementAndGet();
                } else {
                    failures.add(answer + " " + answer.body());
                }
                if (answer.headers().firstValue("Connection").orElse("").equals("close")) {
                    closing.incrementAndGet();
                }
            } catch (IOException failed) {
                failures.add(version + " " + failed);
            } catch (InterruptedException told) {
                return;
            }
        }
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create("https://" + at + path)).timeout(PATIENCE)
                .header("apikey", key).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    CompletableFuture<String> post(Version version, String path, String body) {
        return clients.get(version).sendAsync(request(path, body), BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    /// Waits until so many more have been answered.
    void awaitAnswers(int more) {
        int wanted = answers.get() + more;
        Waiting.until(() -> answers.get() >= wanted || !failures.isEmpty(),
                () -> answers + " answers");
    }

    /// How many answers closed their connection.
    int lastOfTheirConnection() {
        return closing.get();
    }

    /// Sends nothing new, waits for what is sent, and tells what failed.
    List<String> stop() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            if (!thread.join(PATIENCE)) {
                failures.add("a request that is not answered");
            }
        }
        return List.copyOf(failures);
    }

    /// The code that a WebSocket is closed with.
    CompletableFuture<Integer> openSocket() {
        var closed = new CompletableFuture<Integer>();
        clients.get(Version.HTTP_1_1).newWebSocketBuilder().buildAsync(
                URI.create("wss://" + at + "/realtime/v1/websocket?vsn=1.0.0&apikey=" + key),
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int code, String why) {
                        closed.complete(code);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket socket, Throwable error) {
                        closed.completeExceptionally(error);
                    }
                }).join();
        return closed;
    }

    /// A stream of a table's changes, over HTTP/2, that has begun.
    InputStream openEvents(String table) throws IOException, InterruptedException {
        var answer = clients.get(Version.HTTP_2).send(
                HttpRequest.newBuilder(URI.create("https://" + at + "/changes/v1?table=" + table))
                        .header("apikey", key).build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200 || answer.version() != Version.HTTP_2) {
            throw new AssertionError(answer + new String(answer.body().readAllBytes()));
        }
        return answer.body();
    }

    /// Whether a stream ends, in the way that a whole one does.
    static boolean toEnd(InputStream events) {
        try (events) {
            return new String(events.readAllBytes()).startsWith("event: ready");
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    @Override
    public void close() {
        over = true;
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
