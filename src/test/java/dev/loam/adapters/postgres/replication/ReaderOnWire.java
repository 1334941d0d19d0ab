package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.base.config.ByteSize;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.HeardChanges;
import dev.loam.fixture.HeardChanges.Started;
import dev.loam.fixture.HeardChanges.Whole;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Wire;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// A reader of a server of its own, over a wire that can be cut. One server serves a class.
abstract class ReaderOnWire {
    static final String SLOT = "loam_test";
    static final ByteSize ROOMY = new ByteSize(1L << 30);
    static PostgresProcess server;
    static TestDatabase test;

    HeardChanges heard;
    Wire wire;
    PgOutputSource source;

    @BeforeAll
    static void startServer() {
        server = PostgresProcess.start(PostgresPrograms.bundled(), "max_replication_slots = 4",
                "wal_writer_delay = 10s", "min_wal_size = 32MB", "max_wal_size = 64MB");
        test = new TestDatabase(server.port(), "postgres");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void prepare() {
        test.execute("drop table if exists note cascade; drop publication if exists told; "
                + "drop publication if exists later; create table note (id int); "
                + "create publication told for table note");
        heard = new HeardChanges();
        wire = new Wire(server.port());
    }

    @AfterEach
    void end() {
        source.close();
        wire.close();
        test.execute("select pg_terminate_backend(active_pid) from pg_replication_slots "
                + "where active_pid is not null");
        dropSlot();
    }

    static void dropSlot() {
        test.execute("do $$ begin for i in 1..200 loop begin "
                + "perform pg_drop_replication_slot(slot_name) from pg_replication_slots; return; "
                + "exception when object_in_use then perform pg_sleep(0.05); end; end loop; "
                + "end $$");
    }

    static ReplicationSettings plain() {
        return ReplicationSettings.of(List.of("told")).withPause(Duration.ofMillis(50));
    }

    static ReplicationSettings durable() {
        return plain().withSlot(SLOT, ROOMY, PastBound.REFUSE);
    }

    void open(ReplicationSettings settings) {
        source = new PgOutputSource(PostgresConfig.fromUrl(
                new TestDatabase(wire.port(), "postgres").url()), settings);
    }

    Started start(ReplicationSettings settings, Lsn after) {
        open(settings);
        source.start(heard, after);
        return heard.await(Started.class, source);
    }

    static void insert(int id) {
        test.execute("insert into note values (" + id + ")");
    }

    int told() {
        return id(heard.transaction(source));
    }

    static int id(Whole told) {
        return Integer.parseInt(told.rows().getFirst().after().text(0));
    }

    static void terminate() {
        test.execute("select pg_terminate_backend(active_pid) from pg_replication_slots");
    }
}
