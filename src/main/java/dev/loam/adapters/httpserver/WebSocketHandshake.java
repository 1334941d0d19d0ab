package dev.loam.adapters.httpserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// The server's half of the opening handshake of RFC 6455 section 4.2.
final class WebSocketHandshake {
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private WebSocketHandshake() {
    }

    /// The answer to the client's key. Fails with a `Refusal` of 426 where no WebSocket was asked
    /// for, of 400 where one was asked for wrongly.
    static String accept(Head head, boolean hasBody) {
        var headers = head.headers();
        boolean asked = has(headers.all("Upgrade"), "websocket")
                && has(headers.all("Connection"), "upgrade");
        if (!asked || !"13".equals(headers.first("Sec-WebSocket-Version"))) {
            throw new HttpFailure.UpgradeRequired().refusal();
        }
        if (head.http10() || !head.method().equals("GET") || hasBody) {
            throw bad("it must be a GET of HTTP/1.1 without a body");
        }
        List<String> keys = headers.all("Sec-WebSocket-Key");
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            throw bad("Sec-WebSocket-Key must be there once, 16 bytes in Base64");
        }
        return hash(keys.getFirst());
    }

    /// The field lines of the 101 answer.
    static String fields(String accept) {
        return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept
                + "\r\n";
    }

    private static boolean has(List<String> lists, String word) {
        for (String list : lists) {
            if (Framing.hasToken(list, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String hash(String key) {
        try {
            byte[] text = (key + KEY_SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-1", missing);
        }
    }

    private static RuntimeException bad(String what) {
        return new HttpFailure.BadHandshake(what).refusal();
    }
}
