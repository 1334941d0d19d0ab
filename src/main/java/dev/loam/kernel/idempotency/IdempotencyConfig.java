package dev.loam.kernel.idempotency;

import java.time.Duration;
import java.util.List;

/// How answers are kept.
///
/// - `lifetime`: for how long.
/// - `waitMax`: how long a request waits for another one with the same key.
/// - `answerBytesMax`: the largest answer that is kept.
/// - `required`: where a key has to be sent.
public record IdempotencyConfig(
        Duration lifetime, Duration waitMax, int answerBytesMax, List<Place> required) {
    /// Requests by method, null for all that write, and by a path with all below it.
    public record Place(String method, String path) {
        /// `POST /rest/v1/payments`, or the path alone.
        ///
        /// @throws IllegalArgumentException for anything else
        public static Place parse(String text) {
            int space = text.indexOf(' ');
            String method = space < 0 ? null : text.substring(0, space);
            String path = text.substring(space + 1).strip();
            boolean known = method == null || WRITING.contains(method);
            if (!known || !path.startsWith("/")) {
                throw new IllegalArgumentException(text);
            }
            return new Place(method, path.length() > 1 && path.endsWith("/")
                    ? path.substring(0, path.length() - 1) : path);
        }

        boolean covers(String asked, String at) {
            return (method == null || method.equals(asked)) && at.startsWith(path)
                    && (at.length() == path.length() || path.equals("/")
                            || at.charAt(path.length()) == '/');
        }
    }

    /// The methods that are not safe. Source: RFC 9110 section 9.2.1.
    static final List<String> WRITING = List.of("POST", "PATCH", "PUT", "DELETE");

    public static final IdempotencyConfig DEFAULTS = new IdempotencyConfig(
            Duration.ofHours(24), Duration.ofSeconds(10), 1 << 20, List.of());

    public IdempotencyConfig {
        required = List.copyOf(required);
    }
}
