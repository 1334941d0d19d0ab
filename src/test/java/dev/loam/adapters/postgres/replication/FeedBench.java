package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Measures, by hand, the time from when a commit is answered to when the listener hears of it, and
/// the rows a second of one large transaction, from its commit to its last part.
final class FeedBench {
    private static final int WARMING = 500;
    private static final int COMMITS = 3_000;
    private static final long GAP_NANOS = Duration.ofMillis(2).toNanos();
    private static final int ROWS = 500_000;
    private static final int NANOS_A_MICRO = 1_000;

    private FeedBench() {
    }

    public static void main(String[] arguments) throws Exception {
        try (PostgresProcess server = PostgresProcess.start(PostgresPrograms.bundled(),
                "synchronous_commit = on")) {
            var database = new TestDatabase(server.port(), "postgres");
            database.execute("create table note (id int primary key, words text, size int); "
                    + "create publication told for all tables");
            var heard = new Heard();
            try (var source = new PgOutputSource(PostgresConfig.fromUrl(database.url()),
                    ReplicationSettings.of(List.of("told")))) {
                source.start(heard, null);
                heard.started.take();
                measure(database, heard, System.out);
            }
        }
    }

    private static final class Heard implements ChangeListener {
        private final BlockingQueue<Lsn> started = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> ends = new LinkedBlockingQueue<>();

        @Override
        public void onStart(Lsn from, String gap) {
            started.add(from);
        }

        @Override
        public void onCommit(Commit commit) {
            if (commit.last()) {
                ends.add(System.nanoTime());
            }
        }

        @Override
        public void onProgress(Lsn to) {
            // Commits alone are timed.
        }

        @Override
        public void onPause(String why) {
            throw new IllegalStateException(why);
        }
    }

    private static void measure(TestDatabase database, Heard heard, PrintStream out)
            throws SQLException, InterruptedException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into note values (?, 'words', 1)");
                PreparedStatement bulk = connection.prepareStatement("insert into note "
                        + "select i, 'some words', i from generate_series(1000000, ?) i")) {
            var micros = new long[COMMITS];
            for (int i = -WARMING; i < COMMITS; i++) {
                insert.setInt(1, i);
                insert.execute();
                long committed = System.nanoTime();
                long told = heard.ends.take();
                if (i >= 0) {
                    micros[i] = Math.max(0, told - committed) / NANOS_A_MICRO;
                }
                LockSupport.parkNanos(GAP_NANOS);
            }
            Arrays.sort(micros);
            out.printf("commit answered to heard: p50 %d us, p99 %d us, p99.9 %d us, max %d us%n",
                    micros[COMMITS / 2], micros[COMMITS * 99 / 100],
                    micros[COMMITS * 999 / 1000], micros[COMMITS - 1]);
            bulk.setInt(1, 1_000_000 + ROWS - 1);
            bulk.execute();
            long committed = System.nanoTime();
            Long told = heard.ends.poll(5, TimeUnit.MINUTES);
            double seconds = (told - committed) / 1e9;
            out.printf("%d rows in one transaction: %.0f rows/s behind the commit%n", ROWS,
                    ROWS / seconds);
        }
    }
}
