package dev.loam.spec.stages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A service that is asked about requests, and says what its path says: `/200`, `/402`, `/500`, or
/// nothing at all until it is closed (`/never`).
final class AskedService implements AutoCloseable {
    final List<String> bodies = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);

    AskedService() {
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange asked) throws IOException {
        bodies.add(new String(asked.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorizations.add(String.valueOf(asked.getRequestHeaders().getFirst("Authorization")));
        String path = asked.getRequestURI().getPath();
        if (path.equals("/never")) {
            try {
                closed.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        int status = path.equals("/never") ? 500 : Integer.parseInt(path.substring(1));
        byte[] body = (status == 200
                ? "{\"request_headers\":{\"Prefer\":\"count=exact\"},"
                        + "\"response_headers\":{\"X-Plan\":\"gold\"}}"
                : "{\"plan\":\"over\"}").getBytes(StandardCharsets.UTF_8);
        asked.getResponseHeaders().add("Content-Type", "application/json");
        asked.getResponseHeaders().add("Retry-After", "60");
        asked.sendResponseHeaders(status, body.length);
        asked.getResponseBody().write(body);
        asked.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
