package dev.loam.adapters.postgres.embedded;

import static dev.loam.adapters.postgres.embedded.EmbeddedPostgresSpec.read;
import static dev.loam.adapters.postgres.embedded.EmbeddedPostgresSpec.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A backup made while rows are written, restored elsewhere and compared.
class EmbeddedBackupSpec {
    private static final EmbeddedConfig CONFIG = EmbeddedConfig.defaults();
    private static final String CONTENT_UP_TO = """
            select md5(string_agg(id || payload, ',' order by id)) from ledger where id <= %s
            """;

    @TempDir
    Path folder;

    @Test
    void what_was_committed_before_the_end_is_restored_whole_and_consistent() throws Exception {
        Path file = folder.resolve("copy.tar.gz");
        try (EmbeddedPostgres original = EmbeddedPostgres.start(folder.resolve("a"), CONFIG)) {
            write(original, """
                    create table ledger (id bigint primary key, payload text);
                    create table total (rows bigint);
                    insert into total values (0);
                    create unlogged table scratch as select 1;
                    """);
            Writer writer = new Writer(original);
            try (Connection connection = original.connect()) {
                CompletableFuture<Void> writing =
                        CompletableFuture.runAsync(() -> writer.writeUntilStopped(connection));
                assertThat(writer.underWay.await(30, TimeUnit.SECONDS)).isTrue();
                long before = Long.parseLong(read(original, "select max(id) from ledger"));
                EmbeddedBackup.backup(original.jdbcUrl(), original.folder().dataDir(), file);
                writer.stop.set(true);
                writing.get(30, TimeUnit.SECONDS);

                EmbeddedBackup.restore(file, folder.resolve("b"));
                try (EmbeddedPostgres copy = EmbeddedPostgres.start(folder.resolve("b"), CONFIG)) {
                    assertThat(copy.created()).isFalse();
                    assertThat(copy.password()).isNotEqualTo(original.password());
                    String last = read(copy, "select max(id) from ledger");
                    assertThat(Long.parseLong(last)).isGreaterThanOrEqualTo(before);
                    assertThat(read(copy, "select rows from total"))
                            .isEqualTo(read(copy, "select count(*) from ledger"))
                            .isEqualTo(last);
                    assertThat(read(copy, CONTENT_UP_TO.formatted(last)))
                            .isEqualTo(read(original, CONTENT_UP_TO.formatted(last)));
                    assertThat(read(copy, "select count(*) from pg_replication_slots"))
                            .isEqualTo("0");
                    write(copy, "insert into ledger values (-1, 'alive')");
                }
            }
        }
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> EmbeddedBackup.restore(file, folder.resolve("a")))
                .hasMessageContaining("There is a database in");
        try (var left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("a", "b", "copy.tar.gz");
        }
    }

    @Test
    void what_is_no_backup_is_refused_and_leaves_nothing() throws Exception {
        Path file = folder.resolve("empty.tar");
        Files.write(file, new byte[1024]);
        assertThatThrownBy(() -> EmbeddedBackup.restore(file, folder.resolve("c")))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("is not a whole backup");
        assertThat(folder.resolve("c/postgres")).doesNotExist();
        assertThat(folder.resolve("c/postgres.restoring")).doesNotExist();
        assertThatThrownBy(() -> Folders.inside(folder, "../../etc/passwd"))
                .hasMessageContaining("leads out of the folder");
    }

    /// Adds rows one transaction each, and keeps their number in another table.
    private static final class Writer {
        private static final int ROWS_AT_FIRST = 50;

        final AtomicBoolean stop = new AtomicBoolean();
        final CountDownLatch underWay = new CountDownLatch(ROWS_AT_FIRST);

        Writer(EmbeddedPostgres server) throws SQLException {
            write(server, "alter system set checkpoint_timeout = '30s'");
        }

        void writeUntilStopped(Connection connection) {
            try (Statement statement = connection.createStatement()) {
                for (long id = 1; !stop.get(); id++) {
                    statement.execute("insert into ledger values (" + id
                            + ", repeat(md5('" + id + "'), 50));"
                            + "update total set rows = rows + 1");
                    underWay.countDown();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
