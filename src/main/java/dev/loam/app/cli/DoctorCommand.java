package dev.loam.app.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `loam doctor`: what is wrong, or will be, with a project's settings and database.
@Command(name = "doctor",
        description = "Looks for what is wrong with the settings and the database: rights, indexes,"
                + " cleaning, long transactions, open tables; each with what cures it.",
        footer = {"", "Exit code 1 when there is an error, with --strict also for a warning."})
final class DoctorCommand extends ProjectCommand {
    private final Actions actions;

    @Mixin
    private ReviewMixin review;

    DoctorCommand(Actions actions, Map<String, String> environment, Console console) {
        super(environment, console);
        this.actions = actions;
    }

    @Override
    int run(ProjectOptions options, Console console) {
        return actions.doctor(review.read(options), console);
    }
}
