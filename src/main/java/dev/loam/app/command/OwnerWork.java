package dev.loam.app.command;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedFolder;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgres;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.project.RunningLoam;
import java.sql.Connection;
import java.sql.SQLException;

/// What a command does on a project's database as its owner, and the exit code of it.
@FunctionalInterface
interface OwnerWork {
    int with(Connection owner) throws SQLException;

    /// Does it on the server that runs for the project, or on one started for as long as it takes.
    default int on(ProjectOptions project) {
        try {
            String url = project.config().database().url();
            if (url != null) {
                return closing(OwnerConnection.open(PostgresConfig.fromUrl(url)));
            }
            if (RunningLoam.of(project.project()).isPresent()) {
                String own = new EmbeddedFolder(project.project().own()).ownerUrl();
                return closing(OwnerConnection.open(PostgresConfig.fromUrl(own)));
            }
            try (var server = EmbeddedPostgres.start(project.project().own(),
                    EmbeddedConfig.defaults().withPort(
                            project.config().database().embeddedPort()))) {
                return closing(server.connect());
            }
        } catch (SQLException wrong) {
            throw new CommandFailed("The database could not be reached: " + wrong.getMessage());
        }
    }

    private int closing(Connection opened) throws SQLException {
        try (Connection owner = opened) {
            return with(owner);
        }
    }
}
