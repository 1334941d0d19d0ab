package dev.loam.app.config;

/// What `[validation]` says: whose bodies are validated, and how much one answer tells.
public record ValidationSettings(ValidationMode mode, int violationsMax) {
    static ValidationSettings from(Resolved values) {
        return new ValidationSettings(values.get(ValidationTable.MODE),
                values.get(ValidationTable.VIOLATIONS_MAX));
    }
}
