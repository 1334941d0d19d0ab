package dev.loam.bench;

import dev.loam.adapters.httpserver.WebServer;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Answers every request with the same bytes: those last put at `/constant-answer`, or with what
/// says that they are the same still. With the
/// address of a database, the bytes are a row that is asked for anew each time; with one more
/// argument it asks itself once and ends, so that the JVM can learn from it.
public final class ConstantServer {
    public static final String PATH = "/constant-answer";
    /// With this field the answer is 304 with that tag.
    public static final String TAG = "ETag";

    private static final String ROW =
            "select coalesce(json_agg(t)::text, '[]') from track as t where track_id = 1";

    private static volatile HttpResponse answer = answer("[]".getBytes(StandardCharsets.UTF_8));

    private ConstantServer() {
    }

    static void main(String[] arguments) throws SQLException, IOException {
        int port = Integer.parseInt(arguments[0]);
        if (arguments.length == 1) {
            WebServer.start("127.0.0.1", port, HttpLimits.DEFAULT, ConstantServer::handle);
            return;
        }
        Connection connection = DriverManager.getConnection(arguments[1]);
        WebServer.start("127.0.0.1", port, HttpLimits.DEFAULT, _ -> row(connection));
        if (arguments.length == 3) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
            System.exit(0);
        }
    }

    private static HttpResponse handle(HttpRequest request) {
        byte[] body = request.body().bytes();
        if (request.path().equals(PATH) && request.method().equals("PUT")) {
            String tag = request.header(TAG);
            answer = tag == null ? answer(body)
                    : new HttpResponse.Full(304, null, Headers.of(TAG, tag), null);
        }
        return answer;
    }

    private static synchronized HttpResponse row(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROW)) {
            rows.next();
            return answer(rows.getBytes(1));
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static HttpResponse answer(byte[] body) {
        return HttpResponse.Full.of(200,
                Headers.of("Content-Type", "application/json; charset=utf-8"), body);
    }
}
