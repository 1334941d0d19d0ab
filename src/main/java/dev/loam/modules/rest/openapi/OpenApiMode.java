package dev.loam.modules.rest.openapi;

/// What the OpenAPI document shows: what the caller's role may use, everything, or it is not there.
public enum OpenApiMode {
    FOLLOW_PRIVILEGES, IGNORE_PRIVILEGES, DISABLED
}
