package dev.loam.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.web.HttpRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/// Events as JSON with the fields of the Elastic Common Schema, their names dotted.
///
/// Fields of our own begin with `loam.`. Keys and values of an event are fields; a key that the
/// schema has keeps the schema's type, which whoever logs has to see to.
///
/// Source: Elastic Common Schema 9.4, "Field reference"; ECS logging, "Specification".
final class EcsFormat implements LineFormat {
    static final String VERSION = "9.4.0";
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
    private static final int CHARS = 1024;
    private static final String DATASET = "event.dataset";
    private static final String REQUEST = "http.request.id";
    private static final String TRACE = "trace.id";

    private final String service;
    private final String version;
    private final Hidden hidden;

    /// @param version that of this program, null where it is not known
    EcsFormat(String service, String version, Hidden hidden) {
        this.service = service;
        this.version = version;
        this.hidden = hidden;
    }

    @Override
    public String line(ILoggingEvent event, Trail trail) {
        Object[] arguments = event.getArgumentArray();
        return arguments != null && arguments.length == 1
                && arguments[0] instanceof AccessEntry entry
                ? access(entry, event.getLoggerName()) : told(event, trail);
    }

    private JsonLine begun(Instant time, String level, String message) {
        return new JsonLine(CHARS).text("@timestamp", TIME.format(time)).text("log.level", level)
                .text("message", message).text("ecs.version", VERSION)
                .text("service.name", service).text("service.version", version);
    }

    private String access(AccessEntry entry, String logger) {
        HttpRequest request = entry.exchange().request();
        int status = entry.response().status();
        String path = path(hidden.shortText(request.path()));
        JsonLine line = begun(entry.from().now(), level(status),
                request.method() + ' ' + path + ' ' + status)
                .text("log.logger", logger).text(DATASET, "loam.access")
                .text("event.kind", "event").texts("event.category", List.of("web"))
                .texts("event.type", List.of("access"))
                .text("event.outcome", status < 400 ? "success" : "failure")
                .number("event.duration", entry.nanos())
                .text("http.request.method", request.method())
                .number("http.response.status_code", status)
                .text("http.version", request.protocol().substring("HTTP/".length()))
                .text("url.path", path)
                .text("labels.route", entry.route())
                .text("labels.table", entry.exchange().trail().table())
                .text("error.code", entry.exchange().trail().failure());
        client(entry, line);
        sizes(entry, line);
        caller(entry.exchange().trail(), line);
        ids(entry.exchange(), line);
        List<String> statements = entry.exchange().trail().statements();
        return (statements.isEmpty() ? line : line.texts("loam.statements", statements)).end();
    }

    private void client(AccessEntry entry, JsonLine line) {
        String query = entry.exchange().request().query();
        if (query != null) {
            line.text("url.query", path(hidden.query(query, entry.route())));
        }
        address(entry.exchange().client(), line);
        String agent = entry.field("User-Agent");
        String page = entry.field("Referer");
        line.text("user_agent.original", agent == null ? null : hidden.shortText(agent))
                .text("http.request.referrer", page == null ? null : hidden.page(page));
    }

    /// An address of a link-local client may name a network interface, which `ip` cannot.
    private static void address(String client, JsonLine line) {
        int zone = client.indexOf('%');
        String address = zone < 0 ? client : client.substring(0, zone);
        boolean numeric = !address.isEmpty() && address.chars().allMatch(
                c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0);
        line.text("client.address", client).text("client.ip", numeric ? address : null);
    }

    private static void sizes(AccessEntry entry, JsonLine line) {
        long sent = entry.exchange().request().body().length();
        if (sent > 0) {
            line.number("http.request.body.bytes", sent);
        }
        if (entry.bytes() >= 0) {
            line.number("http.response.body.bytes", entry.bytes());
        }
    }

    private static void caller(Trail trail, JsonLine line) {
        line.text("user.id", trail.caller() == null ? null : trail.caller().subject());
        if (trail.role() != null) {
            line.texts("user.roles", List.of(trail.role()));
        }
    }

    private void ids(Exchange exchange, JsonLine line) {
        String id = exchange.requestId();
        line.text(REQUEST, id == null ? null : hidden.shortText(id));
        trace(exchange.trail().trace(), line);
    }

    private static void trace(TraceContext trace, JsonLine line) {
        if (trace != null) {
            line.text(TRACE, trace.traceId()).text("span.id", trace.spanId());
        }
    }

    private String told(ILoggingEvent event, Trail trail) {
        List<KeyValuePair> pairs = Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
        JsonLine line = begun(event.getInstant(), name(event.getLevel()),
                hidden.text(event.getFormattedMessage()))
                .text("log.logger", event.getLoggerName())
                .text("process.thread.name",
                        event.getThreadName().isEmpty() ? null : event.getThreadName());
        if (!has(pairs, DATASET)) {
            line.text(DATASET, "loam.app");
        }
        pairs.forEach(pair -> pair(pair, line));
        if (trail != null) {
            if (!has(pairs, REQUEST) && trail.requestId() != null) {
                line.text(REQUEST, hidden.shortText(trail.requestId()));
            }
            if (!has(pairs, TRACE)) {
                trace(trail.trace(), line);
            }
        }
        failure(event.getThrowableProxy(), line);
        return line.end();
    }

    private static boolean has(List<KeyValuePair> pairs, String name) {
        for (KeyValuePair pair : pairs) {
            if (pair.key.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void pair(KeyValuePair pair, JsonLine line) {
        switch (pair.value) {
            case null -> { }
            case Integer whole -> line.number(pair.key, whole);
            case Long whole -> line.number(pair.key, whole);
            case Boolean truth -> line.raw(pair.key, truth);
            case Collection<?> several -> line.texts(pair.key, several.stream()
                    .map(one -> hidden.text(String.valueOf(one))).toList());
            default -> line.text(pair.key, hidden.text(pair.value.toString()));
        }
    }

    private void failure(IThrowableProxy failure, JsonLine line) {
        if (failure != null) {
            String message = failure.getMessage();
            line.text("error.type", failure.getClassName())
                    .text("error.message", message == null ? null : hidden.text(message))
                    .text("error.stack_trace", hidden.text(ThrowableProxyUtil.asString(failure)));
        }
    }

    /// An address is ASCII; whatever else a client sent is written as an address would have it.
    private static String path(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) > ' ' && text.charAt(at) < 0x7F) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        var path = new StringBuilder(text.length() + 8).append(text, 0, at);
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c > ' ' && c < 0x7F) {
                path.append(c);
            } else {
                path.append(String.format(Locale.ROOT, "%%%02X", (int) c & 0xFF));
            }
        }
        return path.toString();
    }

    private static String level(int status) {
        return status < 400 ? "info" : status < 500 ? "warn" : "error";
    }

    private static String name(Level level) {
        return level.toString().toLowerCase(Locale.ROOT);
    }
}
