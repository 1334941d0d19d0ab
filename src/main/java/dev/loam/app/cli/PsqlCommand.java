package dev.loam.app.cli;

import dev.loam.adapters.postgres.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `loam psql`: the system's psql, connected to a project's database as its owner.
@Command(name = "psql",
        description = "Runs the system's psql on a project's database, as its owner.")
final class PsqlCommand implements Callable<Integer> {
    private final Actions actions;
    private final Map<String, String> environment;
    private final Console console;

    @Mixin
    private ProjectMixin configuration;

    @Parameters(arity = "0..*", paramLabel = "[PROJECT_DIR] PSQL_ARGUMENT",
            description = "The project's folder (the current one), then arguments for psql.")
    private List<String> arguments = new ArrayList<>();

    PsqlCommand(Actions actions, Map<String, String> environment, Console console) {
        this.actions = actions;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean dirGiven = !arguments.isEmpty() && Files.isDirectory(Path.of(arguments.getFirst()));
        Path dir = Path.of(dirGiven ? arguments.getFirst() : ".");
        ProjectOptions options = configuration.read(dir, environment, List.of());
        var address = PostgresConfig.fromUrl(actions.databaseUrl(options), environment);
        List<String> command = new ArrayList<>();
        command.add("psql");
        command.add("--dbname=" + address.withoutPassword().url());
        command.addAll(dirGiven ? arguments.subList(1, arguments.size()) : arguments);
        ProcessBuilder psql = new ProcessBuilder(command).inheritIO();
        if (address.password() != null) {
            // Arguments can be seen by every user of the machine, variables cannot.
            psql.environment().put("PGPASSWORD", address.password().value());
        }
        console.flush();
        return run(psql);
    }

    private static int run(ProcessBuilder psql) throws InterruptedException {
        try {
            return psql.start().waitFor();
        } catch (IOException _) {
            throw new CommandFailed("psql is not installed; on Debian: "
                    + "apt-get install postgresql-client");
        }
    }
}
