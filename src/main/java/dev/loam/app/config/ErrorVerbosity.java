package dev.loam.app.config;

/// What an error tells a client: `VERBOSE` code, message, details and hint; `MINIMAL` the first
/// two.
public enum ErrorVerbosity { VERBOSE, MINIMAL }
