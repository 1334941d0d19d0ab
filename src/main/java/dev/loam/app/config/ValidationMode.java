package dev.loam.app.config;

/// Whose bodies are looked at before PostgreSQL sees them.
public enum ValidationMode { ASKED, ALWAYS }
