package dev.loam.app.log;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One request with its answer, for the log. As a text it is a line in the combined format of the
/// Apache HTTP Server, behind one for each statement that made the answer.
///
/// `from` says at which moment and where that is, and what is hidden; with `ids` the line ends with
/// how long the answer took, the request's id, and its trace's.
///
/// Source: PostgREST documentation, "Logs" and "SQL Query Logs".
record AccessEntry(Exchange exchange, String route, HttpResponse response, long nanos, From from) {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final double MILLIS = 1e6;

    /// What holds for all that is logged at a moment.
    record From(Instant now, ZoneId zone, Hidden hidden, boolean ids) {
    }

    /// The size of the answer's body, -1 where it is not known beforehand.
    long bytes() {
        return response instanceof HttpResponse.Full full && full.body() != null
                ? full.body().length : -1;
    }

    /// A header field of the request, null for none.
    String field(String name) {
        return exchange.request().header(name);
    }

    @Override
    public String toString() {
        String time = TIME.format(from.now().atZone(from.zone()));
        HttpRequest request = exchange.request();
        Trail trail = exchange.trail();
        var line = new StringBuilder(200);
        for (String statement : trail.statements()) {
            line.append(time).append(": ").append(statement).append('\n');
        }
        line.append(exchange.client()).append(" - ");
        escape(trail.role() == null ? "-" : trail.role(), line);
        line.append(" [").append(time).append("] \"").append(request.method()).append(' ');
        escape(from.hidden().shortText(request.path()), line);
        if (request.query() != null) {
            line.append('?');
            escape(from.hidden().query(request.query(), route), line);
        }
        line.append(' ').append(request.protocol()).append("\" ").append(response.status())
                .append(' ').append(bytes() < 0 ? "-" : Long.toString(bytes())).append(" \"");
        escape(from.hidden().page(shown("Referer")), line);
        line.append("\" \"");
        escape(from.hidden().shortText(shown("User-Agent")), line);
        line.append('"');
        if (from.ids()) {
            ids(line);
        }
        return line.toString();
    }

    private void ids(StringBuilder line) {
        Trail trail = exchange.trail();
        line.append(String.format(Locale.ROOT, " %.1fms ", nanos / MILLIS));
        escape(exchange.requestId() == null ? "-"
                : from.hidden().shortText(exchange.requestId()), line);
        line.append(' ').append(trail.trace() == null ? "-" : trail.trace().traceId());
    }

    private String shown(String name) {
        String value = field(name);
        return value == null ? "" : value;
    }

    /// What a client sends can neither end a field nor begin a line of its own.
    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F && c < 0xA0) {
                line.append(String.format("\\x%02x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
