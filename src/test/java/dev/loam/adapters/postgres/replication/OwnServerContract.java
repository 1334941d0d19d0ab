package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.ChangeSourceContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// The law of the port on a server that is not the shared one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwnServerContract extends ChangeSourceContract {
    private PostgresProcess shared;
    private int databases;

    /// What is asked of the source.
    abstract ReplicationSettings settings(ReplicationSettings plain);

    @BeforeAll
    void startServer() {
        shared = server();
    }

    @AfterAll
    void stopServer() {
        shared.close();
    }

    @Override
    protected abstract PostgresProcess server();

    @Override
    protected TestDatabase fresh(String script) {
        String name = "contract_" + databases++;
        new TestDatabase(shared.port(), "postgres").execute("create database " + name);
        var database = new TestDatabase(shared.port(), name);
        database.execute(script);
        return database;
    }

    @Override
    protected ChangeSource open(TestDatabase database) {
        return new PgOutputSource(PostgresConfig.fromUrl(database.url()),
                settings(ReplicationSettings.of(List.of("told"))));
    }

    @Override
    protected void capture(TestDatabase database) {
        database.execute("create publication told for all tables");
    }
}
