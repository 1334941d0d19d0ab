package dev.loam.app.cli;

import java.util.List;

/// What to look at in a project's database: `schemas`, or those the API exposes where empty.
/// `strict` makes warnings a failure too.
public record ReviewOptions(
        ProjectOptions project, List<String> schemas, Format format, boolean strict) {
    /// For people or for programs, written as users write them.
    public enum Format { text, json }

    public ReviewOptions {
        schemas = List.copyOf(schemas);
    }
}
