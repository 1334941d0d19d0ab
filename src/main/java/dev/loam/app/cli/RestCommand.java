package dev.loam.app.cli;

import dev.loam.app.config.PostgrestConfig;
import dev.loam.app.config.Resolved;
import dev.loam.app.config.Setting;
import dev.loam.app.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loam rest`: serves a database at `/`, called as the `postgrest` program is.
@Command(name = "rest",
        description = "Serves a database at /, configured as PostgREST is: by a file in its syntax "
                + "and by PGRST_* variables.")
final class RestCommand implements Callable<Integer> {
    private final Actions actions;
    private final Map<String, String> environment;
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG_FILE",
            description = "A configuration in PostgREST's syntax.")
    private Path file;

    @Option(names = "--dump-config", description = "Print the settings, secrets hidden, and exit.")
    private boolean dumpConfig;

    @Option(names = {"-e", "--example"}, description = "Print an example configuration and exit.")
    private boolean example;

    @Option(names = {"-v", "--version"}, description = "Print the version and exit.")
    private boolean version;

    @Option(names = "--ready", description = "Ask the admin port whether a server is ready.")
    private boolean ready;

    RestCommand(Actions actions, Map<String, String> environment, Console console) {
        this.actions = actions;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (version) {
            return new VersionCommand(console).call();
        }
        if (example) {
            return example();
        }
        if (dumpConfig) {
            return dump(config(file).values());
        }
        return ready ? ask(config(file)) : serve(file);
    }

    /// Serves as the file says, null for none.
    int serve(Path from) {
        return actions.rest(new RestOptions(from, environment, config(from)), console);
    }

    private PostgrestConfig config(Path from) {
        PostgrestConfig config = PostgrestConfig.load(from, environment);
        config.warnings().forEach(console.err()::println);
        return config;
    }

    /// Prints the settings in the order of their names, so that they can be read back, except for
    /// what is secret.
    private int dump(Resolved values) {
        settings().forEach(setting -> console.out().println(
                setting.postgrestKey() + " = " + written(setting, values)));
        return 0;
    }

    /// Every setting with its meaning and its default, which a `#` leaves to the program.
    private int example() {
        Resolved defaults = PostgrestConfig.defaultValues();
        settings().forEach(setting -> {
            console.out().println("## " + setting.meaning());
            console.out().println("# " + setting.postgrestKey() + " = "
                    + written(setting, defaults));
            console.out().println();
        });
        return 0;
    }

    private static Stream<Setting<?>> settings() {
        return Settings.ALL.stream().filter(setting -> setting.postgrestKey() != null)
                .sorted(Comparator.comparing(Setting::postgrestKey));
    }

    private static <T> String written(Setting<T> setting, Resolved values) {
        return switch (values.get(setting)) {
            case null -> "\"\"";
            case Integer number -> number.toString();
            case Boolean truth -> truth.toString();
            case Duration duration -> Long.toString(duration.toSeconds());
            case List<?> list when list.isEmpty() -> "\"\"";
            default -> '"' + values.shown(setting).replace("\\", "\\\\")
                    .replace("\"", "\\\"").replace("$", "$$") + '"';
        };
    }

    private int ask(PostgrestConfig config) throws InterruptedException {
        String adminUrl = config.server().adminUrl();
        if (adminUrl == null) {
            throw new CommandFailed("admin-server-port is not set, so nobody can be asked");
        }
        String obstacle = Readiness.obstacle(adminUrl);
        if (obstacle == null) {
            console.out().println("OK: " + adminUrl + "/ready");
            return 0;
        }
        console.err().println("Not ready: " + obstacle);
        return 1;
    }
}
