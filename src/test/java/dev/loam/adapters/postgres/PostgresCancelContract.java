package dev.loam.adapters.postgres;

import static dev.loam.adapters.postgres.PostgresDatabaseContract.as;
import static dev.loam.adapters.postgres.PostgresDatabaseContract.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Deadlines, clients that leave, a pool that is taken, and rows that are streamed.
class PostgresCancelContract {
    private final TestDatabase test =
            PostgresFixture.freshDatabase(PostgresDatabaseContract.SCRIPT);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private PostgresDatabase database;

    @BeforeEach
    void open() {
        database = new PostgresDatabase(
                PostgresConfig.fromUrl(test.url("pool_login")).withPool(1, 1));
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    private static Run within(long millis) {
        return Run.until(Deadline.after(Duration.ofMillis(millis), System.nanoTime()));
    }

    private static long millisSince(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    }

    private static Why why(Outcome outcome) {
        return ((Unavailable) outcome).why();
    }

    @Test
    void a_deadline_cancels_rolls_back_and_leaves_the_connection_usable() {
        long start = System.nanoTime();
        Sql slow = Sql.of("with i as (insert into parent values (7) returning id) "
                + "select pg_sleep(30) from i");
        assertThat(why(database.run(slow, as("pool_ann"), within(300)))).isEqualTo(Why.DEADLINE);
        assertThat(why(database.decide(slow, as("pool_ann"), within(300), Verdict.COMMIT)))
                .isEqualTo(Why.DEADLINE);
        assertThat(millisSince(start)).isLessThan(4_000);
        assertThat(test.value("select count(*) from parent")).isEqualTo("0");
        assertThat(database.run(Sql.of("select 1"), as("pool_ann"), soon()))
                .isInstanceOf(Rows.class);
        assertThat(database.connections()).isEqualTo(1);
    }

    @Test
    void a_client_that_leaves_cancels_within_two_seconds() {
        long start = System.nanoTime();
        var run = new Run(soon().deadline(), () -> millisSince(start) > 100);
        Outcome outcome = database.run(Sql.of("select pg_sleep(30)"), Session.LOGIN, run);
        assertThat(why(outcome)).isEqualTo(Why.ABANDONED);
        assertThat(millisSince(start)).isLessThan(2_000);
    }

    @Test
    void a_function_that_swallows_one_cancel_meets_the_next() {
        Sql stubborn = Sql.of("do $$ begin perform pg_sleep(30); exception when query_canceled "
                + "then perform pg_sleep(30); end $$");
        long start = System.nanoTime();
        assertThat(why(database.run(stubborn, Session.LOGIN, within(100))))
                .isEqualTo(Why.DEADLINE);
        assertThat(millisSince(start)).isLessThan(6_000);
    }

    @Test
    void a_timeout_of_the_databases_own_is_an_error_of_the_database() {
        Outcome outcome = database.run(Sql.of("select pg_sleep(30)"),
                as("pool_ann", new Setting("statement_timeout", "50")), soon());
        assertThat(((SqlError) outcome).sqlState()).isEqualTo("57014");
    }

    @Test
    void a_cancel_never_hits_the_next_statement() {
        // Statements that end at about the time of the tick that cancels them.
        for (int millis = 200; millis < 320; millis += 10) {
            Sql near = Sql.of("select pg_sleep(" + millis / 1000.0 + ")");
            database.run(near, Session.LOGIN, within(200));
            for (int i = 0; i < 3; i++) {
                assertThat(database.run(Sql.of("select pg_sleep(0.002)"), Session.LOGIN, soon()))
                        .isInstanceOf(Rows.class);
            }
        }
    }

    @Test
    void requests_beyond_the_pool_wait_and_beyond_the_queue_are_refused() throws Exception {
        var release = new CountDownLatch(1);
        CompletableFuture<Outcome> first = taken(release);
        assertThat(why(database.run(Sql.of("select 1"), Session.LOGIN, within(50))))
                .isEqualTo(Why.POOL);
        var outcomes = new ArrayList<CompletableFuture<Outcome>>();
        for (int i = 0; i < 3; i++) {
            outcomes.add(CompletableFuture.supplyAsync(() ->
                    database.run(Sql.of("select 1"), Session.LOGIN, soon()), threads));
        }
        // One place in the queue: two of three are turned away while the first still runs.
        CompletableFuture.anyOf(outcomes.toArray(CompletableFuture[]::new)).join();
        release.countDown();
        List<Outcome> all = outcomes.stream().map(CompletableFuture::join).toList();
        assertThat(all).filteredOn(Rows.class::isInstance).hasSizeBetween(1, 2);
        assertThat(all).filteredOn(Unavailable.class::isInstance)
                .allSatisfy(outcome -> assertThat(why(outcome)).isEqualTo(Why.POOL));
        assertThat(first.join()).isInstanceOf(Rows.class);
    }

    @Test
    void who_waits_long_is_turned_away_in_time_and_who_is_interrupted_at_once() throws Exception {
        var release = new CountDownLatch(1);
        CompletableFuture<Outcome> first = taken(release);
        // Longer than the watch's ticks, so that it is woken by one.
        long start = System.nanoTime();
        assertThat(why(database.run(Sql.of("select 1"), Session.LOGIN, within(900))))
                .isEqualTo(Why.POOL);
        assertThat(millisSince(start)).isBetween(850L, 4_000L);

        Thread.currentThread().interrupt();
        assertThat(why(database.run(Sql.of("select 1"), Session.LOGIN, soon())))
                .isEqualTo(Why.POOL);
        assertThat(Thread.interrupted()).isTrue();

        release.countDown();
        assertThat(first.join()).isInstanceOf(Rows.class);
        assertThat(database.run(Sql.of("select 1"), Session.LOGIN, soon()))
                .isInstanceOf(Rows.class);
        assertThat(database.connections()).isEqualTo(1);
    }

    /// Takes the only connection of the pool, until it is released.
    private CompletableFuture<Outcome> taken(CountDownLatch release) throws InterruptedException {
        var inside = new CountDownLatch(1);
        CompletableFuture<Outcome> holder = CompletableFuture.supplyAsync(
                () -> database.decide(Sql.of("select 1"), Session.LOGIN, soon(), _ -> {
                    inside.countDown();
                    return awaited(release);
                }), threads);
        inside.await();
        return holder;
    }

    private static Verdict.End awaited(CountDownLatch latch) {
        try {
            latch.await();
            return Verdict.End.COMMIT;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_deadline_that_has_passed_sends_nothing() {
        assertThat(database.run(Sql.of("insert into parent values (8)"), as("pool_ann"),
                within(-1))).isInstanceOf(Unavailable.class);
        assertThat(test.value("select count(*) from parent")).isEqualTo("0");
    }

    @Test
    void rows_are_streamed_in_batches_of_the_size_asked_for() throws IOException {
        var sizes = new ArrayList<Integer>();
        var last = new String[1];
        Sql sql = Sql.of("select g, 'x' as x from generate_series(1, 25) g");
        Outcome outcome = database.stream(sql, as("pool_ann"), soon(), 10, batch -> {
            sizes.add(batch.size());
            assertThat(batch.columns()).containsExactly("g", "x");
            last[0] = batch.text(batch.size() - 1, 0);
        });
        assertThat(sizes).containsExactly(10, 10, 5);
        assertThat(last[0]).isEqualTo("25");
        assertThat(((Rows) outcome).affected()).isEqualTo(25);
        assertThat(((Rows) outcome).columns()).containsExactly("g", "x");
    }

    @Test
    void a_stream_that_ends_with_a_full_batch_or_is_empty_ends_well() throws IOException {
        for (int total : List.of(0, 1, 10, 20)) {
            var seen = new AtomicInteger();
            Outcome outcome = database.stream(
                    Sql.of("select 1 from generate_series(1, " + total + ")"), as("pool_ann"),
                    soon(), 10, batch -> seen.addAndGet(batch.size()));
            assertThat(((Rows) outcome).affected()).isEqualTo(total);
            assertThat(seen).hasValue(total);
        }
        assertThat(database.connections()).isEqualTo(1);
    }

    @Test
    void a_large_stream_needs_the_memory_of_a_batch() throws IOException {
        // Two gigabytes pass through a heap of one.
        var bytes = new long[1];
        database.stream(Sql.of("select repeat('x', 1000000) from generate_series(1, 2000)"),
                Session.LOGIN, soon(), 10, batch -> bytes[0] += 1_000_000L * batch.size());
        assertThat(bytes[0]).isEqualTo(2_000_000_000L);
    }

    @Test
    void a_stream_is_read_only_under_its_role_and_reports_errors() throws IOException {
        assertThat(((SqlError) database.stream(Sql.of("delete from item returning id"),
                as("pool_ann"), soon(), 10, _ -> { })).sqlState()).isEqualTo("25006");
        var seen = new AtomicInteger();
        Outcome late = database.stream(Sql.of("select 1 / (15 - g) from generate_series(1, 99) g"),
                as("pool_ann"), soon(), 10, batch -> seen.addAndGet(batch.size()));
        assertThat(((SqlError) late).sqlState()).isEqualTo("22012");
        assertThat(seen).hasValue(10);
        database.stream(Sql.of("select current_user"), as("pool_bob"), soon(), 10,
                batch -> assertThat(batch.text(0, 0)).isEqualTo("pool_bob"));
    }

    @Test
    void a_sink_that_throws_gives_the_statement_up() {
        assertThatThrownBy(() -> database.stream(Sql.of("select generate_series(1, 100)"),
                Session.LOGIN, soon(), 10, _ -> {
                    throw new IOException("gone");
                })).isInstanceOf(IOException.class).hasMessage("gone");
        assertThat(database.run(Sql.of("select 1"), Session.LOGIN, soon()))
                .isInstanceOf(Rows.class);
    }

    @Test
    void a_stream_ends_when_its_client_leaves_between_batches() throws IOException {
        var left = new AtomicBoolean();
        var run = new Run(soon().deadline(), left::get);
        Outcome outcome = database.stream(Sql.of("select g, pg_sleep(0.01) "
                + "from generate_series(1, 100000) g"), Session.LOGIN, run, 2, _ -> left.set(true));
        assertThat(why(outcome)).isEqualTo(Why.ABANDONED);
        assertThat(database.run(Sql.of("select 1"), Session.LOGIN, soon()))
                .isInstanceOf(Rows.class);
    }
}
