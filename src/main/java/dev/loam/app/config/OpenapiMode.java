package dev.loam.app.config;

/// What the description of the API shows: what the caller may use, everything, or nothing.
public enum OpenapiMode { FOLLOW_PRIVILEGES, IGNORE_PRIVILEGES, DISABLED }
