package dev.loam.app.cli;

import dev.loam.app.config.ConfigRefused;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command line of Loam.
///
/// Only the command that is called is described to the parser: reading the descriptions of all of
/// them takes longer than most of them run.
public final class Cli {
    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    private final Actions actions;
    private final Console console;
    private final Map<String, String> environment;

    public Cli(Actions actions, Console console, Map<String, String> environment) {
        this.actions = actions;
        this.console = console;
        this.environment = environment;
        commands.put("up", () -> new UpCommand(actions, environment, console));
        commands.put("stop", () -> new StopCommand(console));
        commands.put("status", () -> new StatusCommand(console));
        commands.put("top", () -> new TopCommand(console));
        commands.put("rest", () -> new RestCommand(actions, environment, console));
        commands.put("keys", () -> keys(actions, environment, console));
        commands.put("config", () -> new ConfigCommand(environment, console));
        commands.put("modules", () -> new ActionCommand("Lists the modules of this build.",
                actions::modules, environment, console));
        commands.put("routes", () -> new ActionCommand("Lists the routes that are served.",
                actions::routes, environment, console));
        commands.put("migrate", () -> migrate(actions, environment, console));
        commands.put("doctor", () -> new DoctorCommand(actions, environment, console));
        commands.put("policies", () -> new PoliciesCommand(actions, environment, console));
        commands.put("diff", () -> new DiffCommand(actions, environment, console));
        commands.put("reset", () -> new ResetCommand(environment, console));
        commands.put("psql", () -> psql(actions, environment, console));
        commands.put("backup", () -> new FileCommand(
                "Copies the running database into a file, which must not exist.",
                actions::backup, environment, console));
        commands.put("restore", () -> new FileCommand(
                "Puts the database of a backup in place.",
                actions::restore, environment, console));
        commands.put("cache", () -> new CommandLine(new CacheCommand())
                .addSubcommand(new SimulateCommand(environment, console)));
        commands.put("check-consistency", () -> new CheckConsistencyCommand(actions, console));
        commands.put("bench", () -> new BenchCommand(console));
        commands.put("version", () -> new VersionCommand(console));
        commands.put("completion", () -> new CompletionCommand(console));
        commands.put("test", () -> new CloneCommand("Runs every test."));
        commands.put("check", () -> new CloneCommand("Compiles and runs the quick tests."));
        commands.put("package", () -> new CloneCommand("Makes a release archive in dist/."));
    }

    /// Runs one command and answers its exit code: 0, 1 for a failure, 2 for a wrong call or
    /// configuration.
    public int run(String... arguments) {
        return isPlain(arguments) ? served(arguments) : parsed(arguments);
    }

    /// Whether it is a server's start without options, as most are. The parser would take a third
    /// of the time to the first answer.
    private static boolean isPlain(String... arguments) {
        return arguments.length > 0 && arguments.length < 3
                && (arguments[0].equals("up") || arguments[0].equals("rest"))
                && (arguments.length == 1 || arguments[1].matches("[^-@].*"));
    }

    private int served(String... arguments) {
        Path given = arguments.length == 1 ? null : Path.of(arguments[1]);
        try {
            return arguments[0].equals("up")
                    ? new UpCommand(actions, environment, console)
                            .on(given == null ? Path.of(".") : given)
                    : new RestCommand(actions, environment, console).serve(given);
        } catch (Exception failure) {
            return failed(failure, arguments[0]);
        }
    }

    private int parsed(String... arguments) {
        var line = new CommandLine(new Root());
        called(arguments).forEach(name -> line.addSubcommand(name, commands.get(name).get()));
        return line.setOut(console.out())
                .setErr(console.err())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, _) ->
                        failed(failure, command.getCommandName()))
                .execute(arguments);
    }

    /// All of them where they are listed, or where none of them is meant.
    private Set<String> called(String... arguments) {
        boolean one = arguments.length > 0 && commands.containsKey(arguments[0])
                && !arguments[0].equals("completion");
        return one ? Set.of(arguments[0]) : commands.keySet();
    }

    private static CommandLine migrate(
            Actions actions, Map<String, String> environment, Console console) {
        return new CommandLine(new MigrateCommand())
                .addSubcommand(new MigrateCommand.New(environment, console))
                .addSubcommand("status", new ActionCommand(
                        "Lists the migrations and whether they are applied.",
                        migrating(actions, MigrateOptions.Step.STATUS), environment, console))
                .addSubcommand("up", new ActionCommand(
                        "Applies the migrations that are not applied yet.",
                        migrating(actions, MigrateOptions.Step.UP), environment, console));
    }

    private static CommandLine keys(
            Actions actions, Map<String, String> environment, Console console) {
        return new CommandLine(new KeysCommand(actions, environment, console))
                .addSubcommand("list", new ActionCommand(
                        "Lists the keys that tokens are signed and verified with.",
                        keeping(actions, new KeyOptions.ListSigning()), environment, console))
                .addSubcommand("standby", new ActionCommand(
                        "Makes a signing key that verifiers learn before it signs.",
                        keeping(actions, new KeyOptions.Standby()), environment, console))
                .addSubcommand("rotate", new ActionCommand(
                        "Signs with the standby from now on; old tokens count until they end.",
                        keeping(actions, new KeyOptions.Rotate()), environment, console))
                .addSubcommand(new KeyCommands.Revoke(actions, environment, console))
                .addSubcommand("api", new ActionCommand(
                        "Lists the API keys of services.",
                        keeping(actions, new KeyOptions.ListApi()), environment, console))
                .addSubcommand(new KeyCommands.Create(actions, environment, console))
                .addSubcommand(new KeyCommands.Drop(actions, environment, console));
    }

    private static ActionCommand.Action keeping(Actions actions, KeyOptions.Step step) {
        return (options, console) -> actions.keys(new KeyOptions(options, step), console);
    }

    private static ActionCommand.Action migrating(Actions actions, MigrateOptions.Step step) {
        return (options, console) -> actions.migrate(new MigrateOptions(options, step), console);
    }

    // psql's own options are for psql to judge.
    private static CommandLine psql(
            Actions actions, Map<String, String> environment, Console console) {
        return new CommandLine(new PsqlCommand(actions, environment, console))
                .setUnmatchedOptionsArePositionalParams(true);
    }

    private int failed(Exception failure, String command) {
        switch (failure) {
            case ConfigRefused refused -> {
                refused.problems().forEach(problem -> console.err().println("loam: " + problem));
                return CommandLine.ExitCode.USAGE;
            }
            case CommandFailed failed -> {
                console.err().println("loam: " + failed.getMessage());
                return failed.exitCode();
            }
            default -> {
                console.err().println("loam: " + command
                        + " failed in a way nobody expected; this is a defect of Loam.");
                failure.printStackTrace(console.err());
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
    }

    @Command(name = "loam", synopsisSubcommandLabel = "COMMAND",
            description = "A complete backend in one process, over PostgreSQL.",
            footer = {"", "Exit codes: 0, 1 for a failure, 2 for a wrong call or configuration."})
    private static final class Root {
        @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT,
                description = "Show this help and exit.")
        private boolean help;
    }
}
