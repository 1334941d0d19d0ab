package dev.loam.modules.admin;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.LogLevels;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.RunningModule;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// Answers the admin port.
///
/// It has no manifest among the others: its route lies on a port of its own, and what it shows
/// comes from them. Each page is made anew for each request.
public final class AdminModule {
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private final Health health;
    private final Supplier<String> config;
    private final HttpResponse.BodyWriter schemaCache;
    private final List<Meter> meters;
    private final LevelPage levels;

    private AdminModule(List<HealthCheck> checks, Supplier<String> config,
            HttpResponse.BodyWriter schemaCache, List<Meter> meters, LogLevels levels) {
        this.health = new Health(checks);
        this.config = config;
        this.schemaCache = schemaCache;
        this.meters = List.copyOf(meters);
        this.levels = new LevelPage(levels);
    }

    /// @param checks what this process stands on
    /// @param config the settings in force as lines of text, secrets already left out
    /// @param schemaCache writes the catalogue, which may be large, as JSON
    /// @param meters the figures to show, in this order
    /// @param levels how much is logged, which can be changed
    public static RunningModule open(List<HealthCheck> checks, Supplier<String> config,
            HttpResponse.BodyWriter schemaCache, List<Meter> meters, LogLevels levels) {
        var admin = new AdminModule(checks, config, schemaCache, meters, levels);
        var route = Route.open("admin", "/", ErrorDialect.PROBLEM, admin::handle);
        return new RunningModule(List.of(route), List.of(), List.of());
    }

    private HttpResponse handle(Exchange exchange) {
        var method = exchange.request().method();
        var page = page(exchange.pathInRoute(), exchange.request());
        if (method.equals("PUT") && exchange.pathInRoute().equals(LevelPage.PATH)) {
            return levels.change(exchange);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Refusal(new AdminFailure.MethodUnsupported(method));
        }
        return page.get();
    }

    private Supplier<HttpResponse> page(String path, HttpRequest request) {
        return switch (path) {
            // Whoever gets this answer has it from a process that takes connections.
            case "/live" -> () -> Health.answer(200, "{\"live\":true}");
            case "/ready" -> health::readiness;
            case "/startup" -> health::startup;
            case "/config" -> () -> text(TEXT_TYPE, config.get());
            case "/schema_cache" -> () -> new HttpResponse.Stream(200, null,
                    Headers.of("Content-Type", Health.TYPE, "Cache-Control", "no-store"),
                    schemaCache);
            case "/metrics" -> () -> figures(Exposition.wanted(request.header("Accept")));
            case LevelPage.PATH -> levels::held;
            default -> throw new Refusal(new AdminFailure.PageUnknown());
        };
    }

    private HttpResponse figures(Exposition format) {
        return text(format.type(), format.of(meters));
    }

    private static HttpResponse text(String type, String text) {
        return HttpResponse.Full.of(200,
                Headers.of("Content-Type", type, "Cache-Control", "no-store"),
                text.getBytes(StandardCharsets.UTF_8));
    }
}
