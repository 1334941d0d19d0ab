package dev.loam.app.running;

import dev.loam.adapters.httpserver.Listening;
import dev.loam.adapters.httpserver.ProxyRule;
import dev.loam.app.config.ErrorVerbosity;
import dev.loam.app.config.PathSettings;
import dev.loam.app.config.RestSettings;
import dev.loam.app.config.ServerConfig;
import dev.loam.app.config.ValidationMode;
import dev.loam.app.config.ValidationSettings;
import dev.loam.kernel.identity.IdentityConfig;
import dev.loam.kernel.identity.RolePath;
import dev.loam.kernel.pipeline.CorsPolicy;
import dev.loam.kernel.pipeline.PipelineConfig;
import dev.loam.kernel.version.VersionChoice;
import dev.loam.kernel.module.Verbosity;
import dev.loam.kernel.validation.Schemas;
import dev.loam.modules.rest.RestConfig;
import dev.loam.modules.rest.RestConfig.OpenApiMode;
import dev.loam.modules.rest.RestConfig.TxEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// From the settings a person writes to the configuration of each room.
final class SettingsMapping {
    private SettingsMapping() {
    }

    static RestConfig rest(RestSettings settings, ServerConfig server, String prefix) {
        Map<String, String> appSettings = new HashMap<>();
        settings.appSettings().forEach((key, value) ->
                appSettings.put("app.settings." + key, value));
        return new RestConfig(
                prefix, settings.schemas(), settings.extraSearchPath(),
                settings.rowsMax() == null ? null : settings.rowsMax().longValue(),
                TxEnd.valueOf(settings.txEnd().name()), settings.preRequest(), appSettings,
                settings.aggregatesEnabled(), settings.planEnabled(),
                settings.legacyTargetNames(), settings.openapi().rootSpec(),
                OpenApiMode.valueOf(settings.openapi().mode().name()),
                settings.openapi().serverProxyUri(), settings.openapi().securityActive(),
                Set.copyOf(settings.hoistedTxSettings()), RestConfig.DEFAULT.wholeRowsMax(),
                server.path().jsonDepthMax(),
                // The others have the other half of the connections.
                new RestConfig.Bodies(server.limits().wholeBodyBytesMax(),
                        Math.max(1, settings.pool().size() / 2)),
                new RestConfig.Batches(settings.batches().operationsMax(),
                        settings.batches().answerMax().bytes()),
                settings.errorVerbosity() == ErrorVerbosity.MINIMAL
                        ? Verbosity.MINIMAL : Verbosity.FULL,
                cost(settings.costs().planMax()), cost(settings.costs().aggregateMax()));
    }

    static RestConfig.Validated validated(ValidationSettings settings, Schemas schemas) {
        return new RestConfig.Validated(settings.mode() == ValidationMode.ALWAYS,
                settings.violationsMax(), schemas);
    }

    static Listening listening(ServerConfig server) {
        var wire = server.path().wire();
        var plain = Listening.plain(server.host(), server.port(), server.limits());
        return (server.reusePort() ? plain.asShared() : plain).withTls(wire.tls())
                .withProxy(new ProxyRule(wire.proxyProtocol(), address ->
                        server.path().proxies().believes(address.getHostAddress())));
    }

    private static Long cost(Integer max) {
        return max == null ? null : max.longValue();
    }

    /// `gateway` when the API keys of a project count, as they do under `loam up`.
    static IdentityConfig identity(RestSettings settings, String loginRole, boolean gateway) {
        var jwt = settings.jwt();
        return new IdentityConfig(
                jwt.secret(), jwt.secretIsBase64(), jwt.audience(),
                RolePath.parse(jwt.roleClaimKey()), settings.anonRole(), loginRole, gateway,
                List.of(), jwt.cacheEntriesMax(), IdentityConfig.TOKEN_CHARS_MAX,
                IdentityConfig.CLOCK_SKEW);
    }

    static PipelineConfig pipeline(RestSettings settings, ServerConfig server, boolean gateway) {
        CorsPolicy cors = settings.corsAllowedOrigins().isEmpty() ? new CorsPolicy.Anyone()
                : new CorsPolicy.Only(Set.copyOf(settings.corsAllowedOrigins()));
        String traceHeader = settings.traceHeader() == null
                ? PipelineConfig.DEFAULT.traceHeader() : settings.traceHeader();
        return new PipelineConfig(gateway ? "Loam" : "PostgREST", traceHeader,
                server.requestTimeout(), cors,
                exposed(gateway, server.path()),
                settings.errorVerbosity() == ErrorVerbosity.MINIMAL ? Verbosity.MINIMAL
                        : gateway ? Verbosity.FULL : Verbosity.ORIGINAL,
                settings.serverTiming(),
                settings.logQueries(),
                gateway ? PipelineConfig.RESERVED : List.of(), server.path().cors());
    }

    private static String exposed(boolean gateway, PathSettings path) {
        var exposed = new StringBuilder(
                gateway ? PipelineConfig.EXPOSED_BY_GATEWAY : PipelineConfig.EXPOSED);
        if (!path.versions().all().isEmpty()) {
            exposed.append(", ").append(VersionChoice.FIELDS);
        }
        path.cors().exposed().forEach(field -> exposed.append(", ").append(field));
        return exposed.toString();
    }
}
