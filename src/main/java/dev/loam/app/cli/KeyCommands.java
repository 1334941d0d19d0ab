package dev.loam.app.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Those commands under `loam keys` that take more than a project.
final class KeyCommands {
    private KeyCommands() {
    }

    /// One that names a key.
    private abstract static class OfOne implements Callable<Integer> {
        private final Actions actions;
        private final Map<String, String> environment;
        private final Console console;

        @Mixin
        private ProjectMixin configuration;

        @Parameters(index = "1", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
                description = "The project's folder (the current one).")
        private Path dir;

        OfOne(Actions actions, Map<String, String> environment, Console console) {
            this.actions = actions;
            this.environment = environment;
            this.console = console;
        }

        abstract KeyOptions.Step step();

        @Override
        public Integer call() {
            var options = configuration.read(dir, environment, List.of());
            return actions.keys(new KeyOptions(options, step()), console);
        }
    }

    /// `loam keys revoke`
    @Command(name = "revoke",
            description = "Revokes a signing key: within half a minute no token of it counts.")
    static final class Revoke extends OfOne {
        @Parameters(index = "0", paramLabel = "KID",
                description = "The key as loam keys list names it, or secret.")
        private String id;

        Revoke(Actions actions, Map<String, String> environment, Console console) {
            super(actions, environment, console);
        }

        @Override
        KeyOptions.Step step() {
            return new KeyOptions.Revoke(id);
        }
    }

    /// `loam keys drop`
    @Command(name = "drop", description = "Revokes an API key: within seconds it opens nothing.")
    static final class Drop extends OfOne {
        @Parameters(index = "0", paramLabel = "ID",
                description = "The key as loam keys api names it.")
        private String id;

        Drop(Actions actions, Map<String, String> environment, Console console) {
            super(actions, environment, console);
        }

        @Override
        KeyOptions.Step step() {
            return new KeyOptions.Drop(id);
        }
    }

    /// `loam keys create`
    @Command(name = "create", description = "Makes an API key and prints it, this once.")
    static final class Create extends ProjectCommand {
        private final Actions actions;

        @Option(names = "--name", paramLabel = "NAME", required = true,
                description = "What the key is for.")
        private String name;

        @Option(names = "--role", paramLabel = "ROLE", defaultValue = "service_role",
                description = "The database role that it acts as (service_role).")
        private String role;

        @Option(names = "--scope", paramLabel = "ROUTE", split = ",",
                description = "What it opens, such as rest or auth (everything).")
        private List<String> scopes = new ArrayList<>();

        @Option(names = "--expires", paramLabel = "DURATION",
                description = "How long it counts, such as 12h or 90d (without end).")
        private String expires;

        Create(Actions actions, Map<String, String> environment, Console console) {
            super(environment, console);
            this.actions = actions;
        }

        @Override
        int run(ProjectOptions options, Console console) {
            var wanted = new KeyOptions.Create(
                    name, role, scopes, expires == null ? null : duration(expires));
            return actions.keys(new KeyOptions(options, wanted), console);
        }

        private static Duration duration(String text) {
            boolean days = text.endsWith("d");
            try {
                return Duration.parse(days ? "P" + text : "PT" + text);
            } catch (DateTimeParseException _) {
                throw CommandFailed.usage("--expires: wanted a duration such as 12h or 90d");
            }
        }
    }
}
