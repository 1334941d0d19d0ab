package dev.loam.modules.rest;

import dev.loam.modules.rest.ask.TxEnd;
import dev.loam.modules.rest.openapi.OpenApiMode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Settings of the REST module.
///
/// `prefix` is the path it is served under. `schemas` are exposed, the first one by default;
/// `extraSearchPath` is searched behind the one a request means. `rowsMax` cuts every result, null
/// for no bound. `preRequest` and `rootSpec` are names of functions, or null: one to run before
/// every request, one to answer `/` in place of the OpenAPI document. `appSettings` are set for SQL to
/// read, under their whole names (`app.settings.…`). `hoistedSettings` are those settings of a
/// function that hold for the whole transaction of its call. `planEnabled` has no effect yet.
/// `wholeRowsMax` is the largest result that is sent whole; larger ones are streamed.
/// `jsonDepthMax` bounds the nesting of JSON bodies.
public record RestConfig(
        String prefix, List<String> schemas, List<String> extraSearchPath, Long rowsMax,
        TxEnd txEnd, String preRequest, Map<String, String> appSettings,
        boolean aggregatesEnabled, boolean planEnabled, String rootSpec, OpenApiMode openApiMode,
        String openApiServerProxyUri, Set<String> hoistedSettings, long wholeRowsMax,
        int jsonDepthMax) {
    public static final RestConfig DEFAULT = new RestConfig(
            "/rest/v1", List.of("public"), List.of("public"), null, TxEnd.COMMIT, null, Map.of(),
            false, false, null, OpenApiMode.FOLLOW_PRIVILEGES, null,
            Set.of("statement_timeout", "plan_filter.statement_cost_limit",
                    "default_transaction_isolation"),
            20_000, 500);

    public RestConfig {
        schemas = List.copyOf(schemas);
        extraSearchPath = List.copyOf(extraSearchPath);
        appSettings = Map.copyOf(appSettings);
        hoistedSettings = Set.copyOf(hoistedSettings);
        preRequest = named(preRequest);
        rootSpec = named(rootSpec);
        openApiServerProxyUri = named(openApiServerProxyUri);
        require(!schemas.isEmpty(), "schemas: at least one must be exposed");
        require(rowsMax == null || rowsMax > 0, "rows-max: a positive number");
        require(openApiServerProxyUri == null
                || URI.create(openApiServerProxyUri).getHost() != null,
                "open-api-server-proxy-uri: a whole address, such as https://example.org");
        require(wholeRowsMax > 0, "whole-rows-max: a positive number");
        require(jsonDepthMax > 0 && jsonDepthMax <= 1000, "json-depth-max: from 1 to 1000");
    }

    /// An empty text names nothing.
    private static String named(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
