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
}
