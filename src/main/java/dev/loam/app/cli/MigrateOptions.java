package dev.loam.app.cli;

/// What to do about a project's migrations.
public record MigrateOptions(ProjectOptions project, Step step) {
    /// List them with their state, or apply those that wait.
    public enum Step { STATUS, UP }
}
