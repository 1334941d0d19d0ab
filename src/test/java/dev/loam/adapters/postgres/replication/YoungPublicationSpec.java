package dev.loam.adapters.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.base.config.ByteSize;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.HeardChanges;
import dev.loam.fixture.HeardChanges.Started;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Up to release 17 a publication that was made behind the place where a slot goes on is an error
/// there, although it exists.
class YoungPublicationSpec {
    @Test
    void it_is_read_once_the_place_where_it_was_made_has_been_passed() {
        try (PostgresProcess server = PostgresProcess.start(PostgresPrograms.release("17"))) {
            var test = new TestDatabase(server.port(), "postgres");
            test.execute("create table note (id int); create table other (id int); "
                    + "create publication told for table note");
            var heard = new HeardChanges();
            Lsn position;
            try (var source = open(test)) {
                source.start(heard, null);
                heard.await(Started.class, source);
                test.execute("insert into note values (1)");
                position = heard.transaction(source).position();
            }
            test.execute("insert into note values (2)");
            test.execute("create publication later for table other");
            test.execute("insert into other values (3)");
            heard = new HeardChanges();
            try (var source = open(test)) {
                source.start(heard, position);
                assertThat(id(heard, source)).isEqualTo("2");
                test.execute("do $$ begin for i in 1..10 loop perform pg_sleep(1); "
                        + "insert into other values (4); commit; end loop; end $$");
                assertThat(heard.await(Started.class, source).gap()).contains("later");
                assertThat(id(heard, source)).isEqualTo("4");
            }
        }
    }

    private static PgOutputSource open(TestDatabase database) {
        return new PgOutputSource(PostgresConfig.fromUrl(database.url()),
                ReplicationSettings.of(List.of("told", "later"))
                        .withSlot("loam_test", new ByteSize(1L << 30), PastBound.REFUSE));
    }

    private static String id(HeardChanges heard, PgOutputSource source) {
        return heard.await(HeardChanges.Told.class, source).commit().changes().stream()
                .map(change -> ((Change.OfRow) change).after().text(0))
                .findFirst().orElseThrow();
    }
}
