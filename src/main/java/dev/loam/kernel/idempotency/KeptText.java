package dev.loam.kernel.idempotency;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An answer as bytes: a line with its status and reason, a line for each field, and, if it has a
/// body, an empty line and the body.
final class KeptText {
    static final String REPLAYED = "Idempotent-Replayed";

    private KeptText() {
    }

    static byte[] of(HttpResponse.Full answer) {
        var head = new StringBuilder(256).append(answer.status()).append(' ')
                .append(answer.reason() == null ? "" : answer.reason()).append('\n');
        answer.headers().forEach((name, value) ->
                head.append(name).append(':').append(value).append('\n'));
        if (answer.body() == null) {
            return head.toString().getBytes(StandardCharsets.UTF_8);
        }
        byte[] above = head.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(above, above.length + answer.body().length);
        System.arraycopy(answer.body(), 0, whole, above.length, answer.body().length);
        return whole;
    }

    /// The answer again, which says that it is not new; `position` is one in the database's log
    /// that lies behind its effect, null for none.
    static HttpResponse.Full read(byte[] text, String position) {
        int end = end(text, 0);
        String first = line(text, 0, end);
        var headers = Headers.builder();
        int from = end + 1;
        while (from < text.length && text[from] != '\n') {
            end = end(text, from);
            String field = line(text, from, end);
            int colon = field.indexOf(':');
            headers.add(field.substring(0, colon), field.substring(colon + 1));
            from = end + 1;
        }
        headers.add(REPLAYED, "true");
        if (position != null) {
            headers.add("Loam-Position", position);
        }
        byte[] body = from < text.length ? Arrays.copyOfRange(text, from + 1, text.length) : null;
        String reason = first.substring(4);
        return new HttpResponse.Full(Integer.parseInt(first.substring(0, 3)),
                reason.isEmpty() ? null : reason, headers.build(), body);
    }

    private static int end(byte[] text, int from) {
        int at = from;
        while (text[at] != '\n') {
            at++;
        }
        return at;
    }

    private static String line(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }
}
