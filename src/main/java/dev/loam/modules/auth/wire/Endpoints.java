package dev.loam.modules.auth.wire;

import dev.loam.kernel.module.Exchange;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.ports.database.Run;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds the endpoint of a request by method and path.
///
/// A path is written with variables in braces, `/admin/users/{user_id}`; of two that fit, the one
/// that was named first is taken. HEAD is answered as GET.
public final class Endpoints {
    private final List<Entry> entries;

    private Endpoints(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Answers a request, or refuses it where nothing fits.
    public HttpResponse handle(Exchange exchange) {
        return handle(exchange, exchange.pathInRoute());
    }

    /// The same for a request of a route inside the one whose endpoints these are; the path is that
    /// in the outer one.
    public HttpResponse handle(Exchange exchange, String path) {
        var method = exchange.request().method().equals("HEAD") ? "GET"
                : exchange.request().method();
        var segments = segments(path);
        var allowed = new TreeSet<String>();
        for (var entry : entries) {
            var variables = entry.match(segments);
            if (variables != null) {
                if (entry.method.equals(method)) {
                    var run = new Run(exchange.deadline(), exchange.request().peer()::gone);
                    return ScopedValue.where(AuthDatabase.ASKED, run.inTurn(exchange.turn())).call(
                            () -> entry.endpoint.answer(new Ask(exchange, variables)));
                }
                allowed.add(entry.method);
            }
        }
        if (allowed.isEmpty()) {
            throw AuthCode.NOT_FOUND.refusal("There is nothing at " + path);
        }
        if (method.equals("OPTIONS")) {
            return HttpResponse.Full.of(204, Headers.of("Allow", String.join(", ", allowed)), null);
        }
        throw AuthCode.VALIDATION_FAILED.refusal(405, "Method not allowed: use "
                + String.join(", ", allowed));
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (var segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /// Collects entries, in the order in which they are tried.
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        private Builder() {
        }

        public Builder on(String method, String path, Endpoint endpoint) {
            entries.add(new Entry(method, segments(path), endpoint));
            return this;
        }

        public Endpoints build() {
            return new Endpoints(entries);
        }
    }

    private record Entry(String method, List<String> pattern, Endpoint endpoint) {
        /// The variables by name, null where the path does not fit.
        Map<String, String> match(List<String> segments) {
            if (segments.size() != pattern.size()) {
                return null;
            }
            var variables = new LinkedHashMap<String, String>();
            for (int i = 0; i < pattern.size(); i++) {
                var expected = pattern.get(i);
                if (expected.startsWith("{")) {
                    variables.put(expected.substring(1, expected.length() - 1),
                            decoded(segments.get(i)));
                } else if (!expected.equals(segments.get(i))) {
                    return null;
                }
            }
            return variables;
        }

        private static String decoded(String segment) {
            try {
                return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException bad) {
                return segment;
            }
        }
    }
}
