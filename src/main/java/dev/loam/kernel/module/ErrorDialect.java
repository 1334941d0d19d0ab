package dev.loam.kernel.module;

/// How a route words its refusals.
public enum ErrorDialect {
    /// PostgREST's `{"code","details","hint","message"}`.
    POSTGREST,
    /// Problem details for HTTP APIs, RFC 9457.
    PROBLEM
}
