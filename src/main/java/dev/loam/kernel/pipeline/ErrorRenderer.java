package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Failure;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.pipeline.PipelineConfig.Verbosity;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Words a failure in a route's dialect.
///
/// Text in a failure may come from a client or from SQL: in the body it is escaped, and in a header
/// or the reason phrase only what cannot break out of its line is let through.
abstract class ErrorRenderer {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final String contentType;
    private final String proxyName;

    private ErrorRenderer(String contentType, String proxyName) {
        this.contentType = contentType;
        this.proxyName = proxyName;
    }

    /// `verbosity` counts where the dialect is PostgREST's.
    static ErrorRenderer of(ErrorDialect dialect, String proxyName, Verbosity verbosity) {
        return switch (dialect) {
            case POSTGREST -> new Postgrest(proxyName, verbosity);
            case PROBLEM -> new Problem(proxyName);
        };
    }

    HttpResponse render(Failure failure, String requestId) {
        var headers = Headers.builder().add("Content-Type", contentType);
        if (Cors.token(failure.code())) {
            headers.add("Proxy-Status", proxyName + "; error=" + failure.code());
        }
        failure.headers().forEach((name, value) -> {
            if (Cors.token(name) && oneLine(value)) {
                headers.set(name, value);
            }
        });
        // By way of a string: the generator that writes bytes refuses half a surrogate pair, which
        // a client can send; here it comes out as a question mark.
        var text = new StringWriter(256);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            write(failure, requestId, json);
            json.writeEndObject();
        }
        return new HttpResponse.Full(failure.status(), phrase(failure.reason()), headers.build(),
                text.toString().getBytes(StandardCharsets.UTF_8));
    }

    abstract void write(Failure failure, String requestId, JsonGenerator json);

    static void member(JsonGenerator json, String name, String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }

    static void details(JsonGenerator json, Failure failure) {
        if (failure.details() != null && failure.detailsAreJson()) {
            json.writeName("details");
            json.writeRawValue(failure.details());
        } else {
            member(json, "details", failure.details());
        }
    }

    private static boolean oneLine(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c != 0x7F && c <= 0xFF || c == '\t');
    }

    private static String phrase(String reason) {
        if (reason == null || oneLine(reason)) {
            return reason;
        }
        var safe = new StringBuilder(reason.length());
        reason.chars().forEach(c ->
                safe.append(c < ' ' || c == 0x7F ? ' ' : c > 0xFF ? '?' : (char) c));
        return safe.toString();
    }

    /// PostgREST's form, with its members in its order, null where there is nothing.
    private static final class Postgrest extends ErrorRenderer {
        private final Verbosity verbosity;

        Postgrest(String proxyName, Verbosity verbosity) {
            super("application/json; charset=utf-8", proxyName);
            this.verbosity = verbosity;
        }

        @Override
        void write(Failure failure, String requestId, JsonGenerator json) {
            member(json, "code", failure.code());
            if (verbosity == Verbosity.ORIGINAL && failure.elaborates()) {
                member(json, "details", null);
                member(json, "hint", null);
            } else if (verbosity != Verbosity.MINIMAL) {
                details(json, failure);
                member(json, "hint", failure.hint());
            }
            member(json, "message", failure.message());
        }
    }

    /// RFC 9457, with our code, details and hint as further members where there are any.
    private static final class Problem extends ErrorRenderer {
        Problem(String proxyName) {
            super("application/problem+json", proxyName);
        }

        @Override
        void write(Failure failure, String requestId, JsonGenerator json) {
            member(json, "type", "about:blank");
            member(json, "title", StatusPhrase.of(failure.status()));
            json.writeName("status");
            json.writeNumber(failure.status());
            member(json, "detail", failure.message());
            member(json, "instance", "urn:loam:request:" + requestId);
            member(json, "code", failure.code());
            if (failure.details() != null) {
                details(json, failure);
            }
            if (failure.hint() != null) {
                member(json, "hint", failure.hint());
            }
        }
    }
}
