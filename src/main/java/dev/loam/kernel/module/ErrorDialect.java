package dev.loam.kernel.module;

/// How a route words its refusals.
public enum ErrorDialect {
    /// PostgREST's `{"code","details","hint","message"}`.
    POSTGREST,
    /// Problem details for HTTP APIs, RFC 9457.
    PROBLEM,
    /// The auth API's: `{"code","message"}` for clients that say which version of it they know,
    /// else `{"code","error_code","msg"}` with the status as code.
    AUTH,
    /// OAuth's `{"error","error_description"}`, RFC 6749 section 5.2.
    OAUTH,
    /// The realtime API's `{"error","message","code"}`, of which its clients read the one or the
    /// other.
    REALTIME
}
