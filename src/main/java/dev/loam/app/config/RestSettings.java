package dev.loam.app.config;

import java.util.List;
import java.util.Map;

/// What the REST API needs to know, whichever dialect it was written in.
///
/// `schemas` is never empty; its first is the default. `anonRole`, `preRequest` and `traceHeader`
/// may be null for none, `rowsMax` for no bound. `corsAllowedOrigins` is empty for any.
/// `appSettings` are set, as `app.settings.<key>`, in every transaction.
public record RestSettings(
        List<String> schemas, List<String> extraSearchPath, String anonRole, Integer rowsMax,
        TxEnd txEnd, String preRequest, List<String> hoistedTxSettings, PoolSettings pool,
        JwtSettings jwt, OpenapiSettings openapi, ReloadSettings reload,
        List<String> corsAllowedOrigins, String traceHeader, boolean serverTiming,
        boolean planEnabled, boolean aggregatesEnabled, boolean legacyTargetNames,
        ErrorVerbosity errorVerbosity, LogLevel logLevel, boolean logQueries,
        Map<String, String> appSettings, BatchSettings batches) {
    static RestSettings from(Resolved values, String url, Map<String, String> appSettings) {
        return new RestSettings(
                values.get(Settings.SCHEMAS), values.get(Settings.EXTRA_SEARCH_PATH),
                values.get(Settings.ANON_ROLE), values.get(Settings.MAX_ROWS),
                values.get(Settings.TX_END), values.get(Settings.PRE_REQUEST),
                values.get(Settings.HOISTED_TX_SETTINGS), PoolSettings.from(values, url),
                JwtSettings.from(values), OpenapiSettings.from(values),
                ReloadSettings.from(values), values.get(Settings.CORS_ALLOWED_ORIGINS),
                values.get(Settings.TRACE_HEADER), values.get(Settings.TIMING),
                values.get(Settings.PLAN_ENABLED), values.get(Settings.AGGREGATES_ENABLED),
                values.get(Settings.LEGACY_TARGET_NAMES), values.get(Settings.ERROR_VERBOSITY),
                values.get(Settings.LOG_LEVEL), values.get(Settings.LOG_QUERIES),
                Map.copyOf(appSettings), BatchSettings.from(values));
    }

    /// The same with a JWT secret that was made because none was given.
    public RestSettings withJwt(JwtSettings changed) {
        return new RestSettings(schemas, extraSearchPath, anonRole, rowsMax, txEnd, preRequest,
                hoistedTxSettings, pool, changed, openapi, reload, corsAllowedOrigins,
                traceHeader, serverTiming, planEnabled, aggregatesEnabled, legacyTargetNames,
                errorVerbosity, logLevel, logQueries, appSettings, batches);
    }
}
