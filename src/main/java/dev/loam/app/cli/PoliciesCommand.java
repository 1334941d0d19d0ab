package dev.loam.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `loam policies`: what a project's schema leaves open or makes slow.
@Command(name = "policies",
        description = "Lists what the API's roles reach without row-level security, and policies"
                + " that are slow.",
        footer = {"", "Exit code 1 when there is an error, with --strict also for a warning."})
final class PoliciesCommand extends ProjectCommand {
    private final Actions actions;

    @Option(names = "--schema", paramLabel = "NAME",
            description = "A schema to look at; may be given again (those the API exposes).")
    private List<String> schemas = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
            description = "text or json (text).")
    private ReviewOptions.Format format;

    @Option(names = "--strict", description = "Fail for warnings too.")
    private boolean strict;

    PoliciesCommand(Actions actions, Map<String, String> environment, Console console) {
        super(environment, console);
        this.actions = actions;
    }

    @Override
    int run(ProjectOptions options, Console console) {
        return actions.policies(new ReviewOptions(options, schemas, format, strict), console);
    }
}
