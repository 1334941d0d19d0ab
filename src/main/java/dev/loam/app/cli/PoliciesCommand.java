package dev.loam.app.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `loam policies`: what a project's schema leaves open or makes slow.
@Command(name = "policies",
        description = "Lists what the API's roles reach without row-level security, and policies"
                + " that are slow.",
        footer = {"", "Exit code 1 when there is an error, with --strict also for a warning."})
final class PoliciesCommand extends ProjectCommand {
    private final Actions actions;

    @Mixin
    private ReviewMixin review;

    PoliciesCommand(Actions actions, Map<String, String> environment, Console console) {
        super(environment, console);
        this.actions = actions;
    }

    @Override
    int run(ProjectOptions options, Console console) {
        return actions.policies(review.read(options), console);
    }
}
