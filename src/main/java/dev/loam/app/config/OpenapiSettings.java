package dev.loam.app.config;

/// The description of the API at its root. `serverProxyUri` and `rootSpec` may be null.
public record OpenapiSettings(
        OpenapiMode mode, boolean securityActive, String serverProxyUri, String rootSpec) {
    static OpenapiSettings from(Resolved values) {
        return new OpenapiSettings(
                values.get(Settings.OPENAPI_MODE), values.get(Settings.OPENAPI_SECURITY),
                values.get(Settings.OPENAPI_PROXY), values.get(Settings.ROOT_SPEC));
    }
}
