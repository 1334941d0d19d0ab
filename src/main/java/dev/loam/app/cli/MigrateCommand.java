package dev.loam.app.cli;

import dev.loam.adapters.postgres.schema.Migrations;
import dev.loam.app.running.SystemClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `loam migrate`: the migrations of a project.
@Command(name = "migrate", synopsisSubcommandLabel = "COMMAND",
        description = "Makes, lists and applies migrations.")
final class MigrateCommand {
    /// `loam migrate new`: an empty migration, named after the moment and its purpose.
    @Command(name = "new", description = "Makes an empty migration and prints its path.")
    static final class New implements Callable<Integer> {
        private final Map<String, String> environment;
        private final Console console;

        @Mixin
        private ProjectMixin configuration;

        @Parameters(index = "0", paramLabel = "NAME",
                description = "What it does, such as add_orders.")
        private String name;

        @Parameters(index = "1", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
                description = "The project's folder (the current one).")
        private Path dir;

        New(Map<String, String> environment, Console console) {
            this.environment = environment;
            this.console = console;
        }

        @Override
        public Integer call() {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
                throw CommandFailed.usage(
                        "A migration's name has letters, digits, _ and -, as in add_orders");
            }
            ProjectOptions options = configuration.read(dir, environment, List.of());
            Path file = Migrations.create(options.migrations(), name, new SystemClock());
            console.out().println(file.normalize());
            return 0;
        }
    }

    /// `loam migrate status`: every migration and whether it was applied.
    @Command(name = "status", description = "Lists the migrations and whether they are applied.")
    static final class Status extends Step {
        Status(Actions actions, Map<String, String> environment, Console console) {
            super(actions, environment, console, MigrateOptions.Step.STATUS);
        }
    }

    /// `loam migrate up`: applies those that wait.
    @Command(name = "up", description = "Applies the migrations that are not applied yet.")
    static final class Up extends Step {
        Up(Actions actions, Map<String, String> environment, Console console) {
            super(actions, environment, console, MigrateOptions.Step.UP);
        }
    }

    /// What the two steps have in common.
    abstract static class Step implements Callable<Integer> {
        private final Actions actions;
        private final Map<String, String> environment;
        private final Console console;
        private final MigrateOptions.Step step;

        @Mixin
        private ProjectMixin configuration;

        @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
                description = "The project's folder (the current one).")
        private Path dir;

        private Step(
                Actions actions, Map<String, String> environment, Console console,
                MigrateOptions.Step step) {
            this.actions = actions;
            this.environment = environment;
            this.console = console;
            this.step = step;
        }

        @Override
        public Integer call() {
            ProjectOptions options = configuration.read(dir, environment, List.of());
            return actions.migrate(new MigrateOptions(options, step), console);
        }
    }
}
