package dev.loam.app.config;

import java.nio.file.Path;

/// What `[validation]` says: whose bodies are validated, how much one answer tells, and the folder
/// of the schemas, which need not be there.
public record ValidationSettings(ValidationMode mode, int violationsMax, Path schemas) {
    static ValidationSettings from(Resolved values, Path projectDir) {
        return new ValidationSettings(values.get(ValidationTable.MODE),
                values.get(ValidationTable.VIOLATIONS_MAX),
                projectDir.resolve(values.get(ValidationTable.SCHEMAS)));
    }
}
