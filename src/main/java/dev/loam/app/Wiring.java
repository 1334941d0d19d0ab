package dev.loam.app;

import dev.loam.app.cli.Actions;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.MigrateOptions;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.cli.RestOptions;
import java.nio.file.Path;

/// Builds the running parts and starts them.
final class Wiring implements Actions {
    @Override
    public int up(ProjectOptions options, Console console) {
        throw notYet("up");
    }

    @Override
    public int rest(RestOptions options, Console console) {
        throw notYet("rest");
    }

    @Override
    public int migrate(MigrateOptions options, Console console) {
        throw notYet("migrate");
    }

    @Override
    public int backup(ProjectOptions options, Path file, Console console) {
        throw notYet("backup");
    }

    @Override
    public int restore(ProjectOptions options, Path file, Console console) {
        throw notYet("restore");
    }

    @Override
    public int modules(ProjectOptions options, Console console) {
        throw notYet("modules");
    }

    @Override
    public int routes(ProjectOptions options, Console console) {
        throw notYet("routes");
    }

    @Override
    public String databaseUrl(ProjectOptions options) {
        String url = options.config().database().url();
        if (url == null) {
            throw notYet("run its own PostgreSQL");
        }
        return url;
    }

    private static CommandFailed notYet(String what) {
        return new CommandFailed("This build of Loam cannot do this yet: " + what);
    }
}
