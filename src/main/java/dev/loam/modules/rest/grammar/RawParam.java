package dev.loam.modules.rest.grammar;

/// One `name=value` of a query string, decoded.
public record RawParam(String name, String value) {
}
