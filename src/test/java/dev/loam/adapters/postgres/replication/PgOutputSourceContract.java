package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.ChangeSourceContract;
import java.util.List;

/// The law of the port for the log of PostgreSQL 18, through a temporary slot.
class PgOutputSourceContract extends ChangeSourceContract {
    @Override
    protected ChangeSource open(TestDatabase database) {
        return new PgOutputSource(PostgresConfig.fromUrl(database.url()),
                ReplicationSettings.of(List.of("told")));
    }

    @Override
    protected void capture(TestDatabase database) {
        database.execute("create publication told for all tables");
    }
}
