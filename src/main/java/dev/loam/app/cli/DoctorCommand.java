package dev.loam.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `loam doctor`: what is wrong, or will be, with a project's settings and database.
@Command(name = "doctor",
        description = "Looks for what is wrong with the settings and the database: rights, indexes,"
                + " cleaning, long transactions, open tables; each with what cures it.",
        footer = {"", "Exit code 1 when there is an error, with --strict also for a warning."})
final class DoctorCommand extends ProjectCommand {
    private final Actions actions;

    @Option(names = "--schema", paramLabel = "NAME",
            description = "A schema to look at; may be given again (those the API exposes).")
    private List<String> schemas = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
            description = "text or json (text).")
    private ReviewOptions.Format format;

    @Option(names = "--strict", description = "Fail for warnings too.")
    private boolean strict;

    DoctorCommand(Actions actions, Map<String, String> environment, Console console) {
        super(environment, console);
        this.actions = actions;
    }

    @Override
    int run(ProjectOptions options, Console console) {
        return actions.doctor(new ReviewOptions(options, schemas, format, strict), console);
    }
}
