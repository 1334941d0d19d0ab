package dev.loam.app.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that does to its clients what a test says: each answer is written by hand.
final class TinyServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Behaviour behaviour;
    private final AtomicInteger requests = new AtomicInteger();
    private final Collection<Socket> open = new ConcurrentLinkedQueue<>();
    private final Collection<String> seen = new ConcurrentLinkedQueue<>();

    /// The bytes for the request of that number, from 1; null closes the connection.
    @FunctionalInterface
    interface Behaviour {
        String answer(int number, String head) throws InterruptedException;
    }

    TinyServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /// The heads and bodies of the requests so far.
    List<String> seen() {
        return List.copyOf(seen);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed, which ends it.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(
                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            for (String request = read(in); request != null; request = read(in)) {
                seen.add(request);
                String answer = behaviour.answer(requests.incrementAndGet(), request);
                if (answer == null) {
                    return;
                }
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (answer.contains("Connection: close")) {
                    return;
                }
            }
        } catch (IOException | InterruptedException _) {
            // The client is gone, or the test is over.
        }
    }

    private static String read(BufferedReader in) throws IOException {
        var head = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                char[] body = new char[length];
                int got = 0;
                while (got < length) {
                    got += in.read(body, got, length - got);
                }
                return head.append('\n').append(body).toString();
            }
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
            head.append(line).append('\n');
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
