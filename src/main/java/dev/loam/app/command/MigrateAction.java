package dev.loam.app.command;

import dev.loam.adapters.postgres.schema.MigrationFailed;
import dev.loam.adapters.postgres.schema.MigrationOptions;
import dev.loam.adapters.postgres.schema.MigrationRefused;
import dev.loam.adapters.postgres.schema.MigrationStatus;
import dev.loam.adapters.postgres.schema.Migrations;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.MigrateOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/// `loam migrate status` and `loam migrate up`: on the server that runs for the project, or on one
/// started for as long as it takes.
final class MigrateAction {
    private final MigrateOptions options;
    private final Console console;

    MigrateAction(MigrateOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        try (var reached = ReachedDatabase.of(options.project())) {
            return with(reached.connect());
        } catch (SQLException wrong) {
            throw new CommandFailed("The database could not be reached: " + wrong.getMessage());
        } catch (MigrationFailed | MigrationRefused wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }

    private int with(Connection opened) throws SQLException {
        try (Connection owner = opened) {
            return switch (options.step()) {
                case STATUS -> status(owner);
                case UP -> up(owner);
            };
        }
    }

    private int status(Connection owner) throws SQLException {
        for (MigrationStatus one : Migrations.status(owner, options.project().migrations())) {
            console.out().printf("%-13s %s%s%n",
                    one.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    one.file() == null ? one.version() + " " + one.name() : one.file(),
                    one.appliedAt() == null ? "" : "  (" + one.appliedAt() + ")");
        }
        return 0;
    }

    private int up(Connection owner) throws SQLException {
        boolean outOfOrder = options.project().config().migrations().outOfOrder();
        var report = Migrations.run(owner, options.project().migrations(),
                MigrationOptions.defaults().withOutOfOrder(outOfOrder));
        report.applied().forEach(file -> console.out().println("applied " + file));
        if (report.applied().isEmpty()) {
            console.err().println("Nothing to apply.");
        }
        return 0;
    }
}
