package dev.loam.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// What every command needs that looks a project's database over.
final class ReviewMixin {
    @Option(names = "--schema", paramLabel = "NAME",
            description = "A schema to look at; may be given again (those the API exposes).")
    private List<String> schemas = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
            description = "text or json (text).")
    private ReviewOptions.Format format;

    @Option(names = "--strict", description = "Fail for warnings too.")
    private boolean strict;

    ReviewOptions read(ProjectOptions project) {
        return new ReviewOptions(project, schemas, format, strict);
    }
}
