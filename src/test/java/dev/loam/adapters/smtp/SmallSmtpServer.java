package dev.loam.adapters.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A mail server on this machine that writes down what it is told. What it says to a command is
/// what `answers` has for its first word, else yes.
final class SmallSmtpServer implements AutoCloseable {
    private static final Map<String, String> USUAL = Map.of(
            "EHLO", "250-mail.test\r\n250-AUTH PLAIN\r\n250 8BITMIME",
            "STARTTLS", "220 begin", "AUTH", "235 welcome",
            "DATA", "354 go on", ".", "250 accepted", "QUIT", "221 bye");

    final List<String> commands = new CopyOnWriteArrayList<>();
    final StringBuffer data = new StringBuffer();
    private final Map<String, String> answers;
    private final SSLContext tls;
    private final ServerSocket listener;
    private final Thread accepting;

    SmallSmtpServer(Map<String, String> answers) throws IOException {
        this(answers, null);
    }

    /// `tls` is what `STARTTLS` changes to.
    SmallSmtpServer(Map<String, String> answers, SSLContext tls) throws IOException {
        this.answers = answers;
        this.tls = tls;
        this.listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        this.accepting = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    talk(listener.accept());
                }
            } catch (IOException _) {
                // The test is over.
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private void talk(Socket socket) {
        try (socket) {
            say(socket, answers.getOrDefault("", "220 mail.test"));
            listen(socket);
        } catch (IOException _) {
            // The client may go as it likes.
        }
    }

    private void listen(Socket socket) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                StandardCharsets.UTF_8))) {
            String line;
            while ((line = in.readLine()) != null) {
                commands.add(line);
                var word = line.split("[ :]")[0];
                var answer = answer(word);
                say(socket, answer);
                if (answer.startsWith("354")) {
                    while (!(line = in.readLine()).equals(".")) {
                        data.append(line).append('\n');
                    }
                    say(socket, answer("."));
                } else if (word.equals("STARTTLS") && tls != null) {
                    listen(secured(socket));
                    return;
                }
            }
        }
    }

    private Socket secured(Socket socket) throws IOException {
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(
                socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        return secured;
    }

    private String answer(String word) {
        return answers.getOrDefault(word, USUAL.getOrDefault(word, "250 yes"));
    }

    private static void say(Socket socket, String text) throws IOException {
        if (!text.isEmpty()) {
            socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            // The system takes connections for a listener that someone still waits at.
            accepting.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
