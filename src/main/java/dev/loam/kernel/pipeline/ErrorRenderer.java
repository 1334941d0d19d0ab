package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Failure;
import dev.loam.kernel.module.ErrorBody;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Verbosity;
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
            case AUTH -> new Auth(proxyName);
            case OAUTH -> new OAuth(proxyName);
            case REALTIME -> new Realtime(proxyName);
        };
    }

    HttpResponse render(Failure failure, Exchange exchange) {
        var headers = Headers.builder().add("Content-Type", contentType);
        decorate(failure, exchange, headers);
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
            write(failure, exchange, json);
            json.writeEndObject();
        }
        return new HttpResponse.Full(failure.status(), phrase(failure.reason()), headers.build(),
                text.toString().getBytes(StandardCharsets.UTF_8));
    }

    abstract void write(Failure failure, Exchange exchange, JsonGenerator json);

    /// Adds the fields that only this dialect has.
    void decorate(Failure failure, Exchange exchange, Headers.Builder headers) {
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

    /// The form of [ErrorBody].
    private static final class Postgrest extends ErrorRenderer {
        private final Verbosity verbosity;

        Postgrest(String proxyName, Verbosity verbosity) {
            super("application/json; charset=utf-8", proxyName);
            this.verbosity = verbosity;
        }

        @Override
        void write(Failure failure, Exchange exchange, JsonGenerator json) {
            ErrorBody.write(failure, verbosity, json);
        }
    }

    /// RFC 9457, with our code, details and hint as further members where there are any.
    private static final class Problem extends ErrorRenderer {
        Problem(String proxyName) {
            super("application/problem+json", proxyName);
        }

        @Override
        void write(Failure failure, Exchange exchange, JsonGenerator json) {
            ErrorBody.member(json, "type", "about:blank");
            ErrorBody.member(json, "title", StatusPhrase.of(failure.status()));
            json.writeName("status");
            json.writeNumber(failure.status());
            ErrorBody.member(json, "detail", failure.message());
            ErrorBody.member(json, "instance", "urn:loam:request:" + exchange.requestId());
            ErrorBody.member(json, "code", failure.code());
            if (failure.details() != null) {
                ErrorBody.details(json, failure);
            }
            if (failure.hint() != null) {
                ErrorBody.member(json, "hint", failure.hint());
            }
            ErrorBody.more(json, failure);
        }
    }

    /// The auth API's two forms. The version that a client knows is said back to it.
    /// Source: Supabase documentation, "Auth error codes".
    private static final class Auth extends ErrorRenderer {
        private static final String VERSION = "X-Supabase-Api-Version";

        Auth(String proxyName) {
            super("application/json", proxyName);
        }

        @Override
        void decorate(Failure failure, Exchange exchange, Headers.Builder headers) {
            headers.add("x-sb-error-code", failure.code());
            var version = exchange.request().header(VERSION);
            if (version != null && oneLine(version)) {
                headers.add(VERSION, version);
            }
        }

        @Override
        void write(Failure failure, Exchange exchange, JsonGenerator json) {
            if (exchange.request().header(VERSION) != null) {
                ErrorBody.member(json, "code", failure.code());
                ErrorBody.member(json, "message", failure.message());
            } else {
                json.writeName("code");
                json.writeNumber(failure.status());
                ErrorBody.member(json, "error_code", failure.code());
                ErrorBody.member(json, "msg", failure.message());
            }
            if (failure.status() >= 500) {
                ErrorBody.member(json, "error_id", exchange.requestId());
            }
            ErrorBody.more(json, failure);
        }
    }

    private static final class OAuth extends ErrorRenderer {
        OAuth(String proxyName) {
            super("application/json", proxyName);
        }

        @Override
        void write(Failure failure, Exchange exchange, JsonGenerator json) {
            ErrorBody.member(json, "error", failure.code());
            ErrorBody.member(json, "error_description", failure.message());
        }
    }

    private static final class Realtime extends ErrorRenderer {
        Realtime(String proxyName) {
            super("application/json; charset=utf-8", proxyName);
        }

        @Override
        void write(Failure failure, Exchange exchange, JsonGenerator json) {
            ErrorBody.member(json, "error", failure.message());
            ErrorBody.member(json, "message", failure.message());
            ErrorBody.member(json, "code", failure.code());
            if (failure.hint() != null) {
                ErrorBody.member(json, "hint", failure.hint());
            }
            ErrorBody.more(json, failure);
        }
    }
}
