package dev.loam.app.command;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedFolder;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgres;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.project.RunningLoam;
import java.sql.Connection;
import java.sql.SQLException;

/// A project's database as a command reaches it: somebody's server, Loam's own while it runs, or
/// Loam's own started for as long as the command takes.
record ReachedDatabase(PostgresConfig owner, EmbeddedPostgres started) implements AutoCloseable {
    static ReachedDatabase of(ProjectOptions options) {
        String url = options.config().database().url();
        if (url != null) {
            return new ReachedDatabase(PostgresConfig.fromUrl(url), null);
        }
        var folder = new EmbeddedFolder(options.project().own());
        var started = RunningLoam.of(options.project()).isPresent() ? null
                : EmbeddedPostgres.start(options.project().own(), EmbeddedConfig.defaults()
                        .withPort(options.config().database().embeddedPort()));
        return new ReachedDatabase(PostgresConfig.fromUrl(folder.ownerUrl()), started);
    }

    Connection connect() throws SQLException {
        return OwnerConnection.open(owner);
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}
