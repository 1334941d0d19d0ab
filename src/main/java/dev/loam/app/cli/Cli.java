package dev.loam.app.cli;

import dev.loam.app.config.ConfigRefused;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command line of Loam.
public final class Cli {
    private final CommandLine line;
    private final Console console;

    public Cli(Actions actions, Console console, Map<String, String> environment) {
        this.console = console;
        CommandLine migrate = new CommandLine(new MigrateCommand())
                .addSubcommand(new MigrateCommand.New(environment, console))
                .addSubcommand("status", new ActionCommand(
                        "Lists the migrations and whether they are applied.",
                        migrating(actions, MigrateOptions.Step.STATUS), environment, console))
                .addSubcommand("up", new ActionCommand(
                        "Applies the migrations that are not applied yet.",
                        migrating(actions, MigrateOptions.Step.UP), environment, console));
        line = new CommandLine(new Root());
        line.addSubcommand(new UpCommand(actions, environment, console))
                .addSubcommand(new StopCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new RestCommand(actions, environment, console))
                .addSubcommand(new KeysCommand(actions, environment, console))
                .addSubcommand(new ConfigCommand(environment, console))
                .addSubcommand("modules", new ActionCommand("Lists the modules of this build.",
                        actions::modules, environment, console))
                .addSubcommand("routes", new ActionCommand("Lists the routes that are served.",
                        actions::routes, environment, console))
                .addSubcommand("migrate", migrate)
                .addSubcommand(new ResetCommand(environment, console))
                .addSubcommand("psql", psql(actions, environment, console))
                .addSubcommand("backup", new FileCommand(
                        "Copies the running database into a file, which must not exist.",
                        actions::backup, environment, console))
                .addSubcommand("restore", new FileCommand(
                        "Puts the database of a backup in place.",
                        actions::restore, environment, console))
                .addSubcommand(new BenchCommand(console))
                .addSubcommand(new VersionCommand(console))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand("test", new CloneCommand("Runs every test."))
                .addSubcommand("check", new CloneCommand("Compiles and runs the quick tests."))
                .addSubcommand("package", new CloneCommand("Makes a release archive in dist/."))
                .setOut(console.out())
                .setErr(console.err())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(this::failed);
    }

    /// Runs one command and answers its exit code: 0, 1 for a failure, 2 for a wrong call or
    /// configuration.
    public int run(String... arguments) {
        return line.execute(arguments);
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

    private int failed(Exception failure, CommandLine command, CommandLine.ParseResult ignored) {
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
                console.err().println("loam: " + command.getCommandName()
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
