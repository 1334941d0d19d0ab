package dev.loam.modules.rest;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.modules.rest.answer.Abilities;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.ask.Accepted;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.modules.rest.openapi.OpenApi;
import dev.loam.modules.rest.openapi.Privileges;
import dev.loam.modules.rest.openapi.v31.OpenApi31;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.net.URI;
import java.net.URISyntaxException;

/// Answers `/`: by a function of the database's own, or with the OpenAPI document.
final class RootHandler {
    /// A description of more relations and functions, some 5 kB each, is sent as it is made.
    private static final int WHOLE_MAX = 1_000;

    private final RestConfig config;
    private final Runner runner;
    private final OpenApi openApi;
    private final OpenApi31 openApi31;
    private final boolean severalSchemas;

    RootHandler(RestConfig config, Runner runner, boolean severalSchemas) {
        this.config = config;
        this.runner = runner;
        this.severalSchemas = severalSchemas;
        String proxy = config.openApiServerProxyUri();
        URI base = proxy == null ? null : URI.create(proxy);
        this.openApi = new OpenApi(base, config.openApiSecurity());
        this.openApi31 = new OpenApi31(base, config.schemas());
    }

    HttpResponse handle(
            Exchange exchange, Method method, String schema, Catalog catalog, RestHandler rest) {
        if (config.openApiMode() == RestConfig.OpenApiMode.DISABLED) {
            throw new Refusal(new RestFailure.RootDisabled());
        }
        String function = config.rootSpec();
        if (function != null) {
            int dot = function.indexOf('.');
            return rest.procedure(exchange, catalog,
                    new Target.Procedure(function.substring(dot + 1)), method,
                    dot < 0 ? schema : function.substring(0, dot));
        }
        if (method == Method.OPTIONS) {
            return Abilities.ofRoot();
        }
        if (!method.reads()) {
            throw new Refusal(new RestFailure.UnsupportedMethod(method.name()));
        }
        return document(exchange, method, schema, catalog);
    }

    private HttpResponse document(
            Exchange exchange, Method method, String schema, Catalog catalog) {
        HttpRequest request = exchange.request();
        boolean modern = Accepted.oneOf(request.headers(), "application/openapi+json",
                "application/json", OpenApi31.MEDIA_TYPE).equals(OpenApi31.MEDIA_TYPE);
        exchange.trail().ends(Trail.Phase.PARSE);
        exchange.trail().ends(Trail.Phase.PLAN);
        boolean all = config.openApiMode() == RestConfig.OpenApiMode.IGNORE_PRIVILEGES;
        OpenApi.Visible visible = all ? OpenApi.Visible.ALL : Privileges.visible(
                runner.read(exchange, method, schema, Privileges.sql(schema)).bytes(0, 0));
        // The media type is negotiated before it costs a statement.
        URI address = address(request);
        OpenApi.Written written = out -> {
            if (modern) {
                openApi31.write(schema, catalog, visible, address, out);
            } else {
                openApi.write(schema, catalog, visible, address, out);
            }
        };
        var headers = Headers.builder().add("Content-Type", modern
                ? OpenApi31.MEDIA_TYPE + "; charset=utf-8"
                : "application/openapi+json; charset=utf-8");
        if (severalSchemas) {
            headers.add("Content-Profile", schema);
        }
        headers.add("Vary", "Accept, Prefer, Range");
        if (catalog.tables().size() + catalog.functions().size() > WHOLE_MAX) {
            return new HttpResponse.Stream(200, null, headers.build(), written::to);
        }
        // The adapter leaves the bytes of a HEAD out and sends their length.
        return HttpResponse.Full.of(200, headers.build(), OpenApi.bytes(written));
    }

    /// Where the client found the module; a `Host` that names no host counts for nothing.
    private URI address(HttpRequest request) {
        String scheme = request.secure() ? "https" : "http";
        String host = request.header("Host");
        try {
            URI address = new URI(scheme + "://" + host + config.prefix());
            if (host != null && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException _) {
            // Answered below.
        }
        return URI.create(scheme + "://localhost" + config.prefix());
    }
}
