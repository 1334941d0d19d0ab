package dev.loam.modules.admin;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.RunningModule;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Answers the admin port.
///
/// It has no manifest among the others: its route lies on a port of its own, and what it shows
/// comes from them. Each page is made anew for each request.
public final class AdminModule {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    private final List<HealthCheck> checks;
    private final Supplier<String> config;
    private final HttpResponse.BodyWriter schemaCache;
    private final List<Meter> meters;

    private AdminModule(List<HealthCheck> checks, Supplier<String> config,
            HttpResponse.BodyWriter schemaCache, List<Meter> meters) {
        this.checks = List.copyOf(checks);
        this.config = config;
        this.schemaCache = schemaCache;
        this.meters = List.copyOf(meters);
    }

    /// @param checks what must be well for this process to be ready
    /// @param config the settings in force as lines of text, secrets already left out
    /// @param schemaCache writes the catalogue, which may be large, as JSON
    /// @param meters the figures to show, in this order
    public static RunningModule open(List<HealthCheck> checks, Supplier<String> config,
            HttpResponse.BodyWriter schemaCache, List<Meter> meters) {
        var admin = new AdminModule(checks, config, schemaCache, meters);
        var route = Route.open("admin", "/", ErrorDialect.PROBLEM, admin::handle);
        return new RunningModule(List.of(route), List.of(), List.of());
    }

    private HttpResponse handle(Exchange exchange) {
        var method = exchange.request().method();
        var page = page(exchange.pathInRoute(), exchange.request());
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Refusal(new AdminFailure.MethodUnsupported(method));
        }
        return page.get();
    }

    private Supplier<HttpResponse> page(String path, HttpRequest request) {
        return switch (path) {
            // Whoever gets this answer has it from a process that takes connections.
            case "/live" -> () -> answer(200, JSON_TYPE, "{\"live\":true}");
            case "/ready" -> this::ready;
            case "/config" -> () -> answer(200, "text/plain; charset=utf-8", config.get());
            case "/schema_cache" -> () -> new HttpResponse.Stream(200, null,
                    Headers.of("Content-Type", JSON_TYPE, "Cache-Control", "no-store"),
                    schemaCache);
            case "/metrics" -> () -> figures(Exposition.wanted(request.header("Accept")));
            default -> throw new Refusal(new AdminFailure.PageUnknown());
        };
    }

    private HttpResponse figures(Exposition format) {
        return answer(200, format.type(), format.of(meters));
    }

    private HttpResponse ready() {
        var troubles = new LinkedHashMap<String, String>();
        for (var check : checks) {
            var trouble = trouble(check);
            if (trouble != null) {
                troubles.put(check.name(), trouble);
            }
        }
        return answer(troubles.isEmpty() ? 200 : 503, JSON_TYPE, readiness(troubles));
    }

    private static String trouble(HealthCheck check) {
        try {
            return check.trouble().get();
        } catch (RuntimeException failed) {
            return "the check itself failed: " + failed.getClass().getSimpleName();
        }
    }

    private static String readiness(Map<String, String> troubles) {
        var text = new StringWriter(64);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName("ready");
            json.writeBoolean(troubles.isEmpty());
            if (!troubles.isEmpty()) {
                json.writeName("failing");
                json.writeStartArray();
                troubles.forEach((name, trouble) -> {
                    json.writeStartObject();
                    json.writeName("name");
                    json.writeString(name);
                    json.writeName("trouble");
                    json.writeString(trouble);
                    json.writeEndObject();
                });
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static HttpResponse answer(int status, String type, String text) {
        return HttpResponse.Full.of(status,
                Headers.of("Content-Type", type, "Cache-Control", "no-store"),
                text.getBytes(StandardCharsets.UTF_8));
    }
}
