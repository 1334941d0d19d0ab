package dev.loam.modules.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.module.Verbosity;
import dev.loam.modules.rest.RestConfig.OpenApiMode;
import dev.loam.modules.rest.RestConfig.TxEnd;
import dev.loam.modules.rest.ask.Library;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.time.Pause;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// After what a batch is tried again, how often, and with which pauses.
class BatchRetryTest {
    private static final Caller CALLER = new Caller("web", "{\"role\":\"web\"}", false);
    private static final String DELETE = """
            [{"id": "it", "method": "DELETE", "path": "/books?id=eq.1"}]""";
    private static final String GUARDED = """
            [{"method": "DELETE", "path": "/books?id=eq.1", "savepoint": true}]""";

    private static final RestConfig CONFIG = new RestConfig("", List.of("api"), List.of(), null,
            TxEnd.COMMIT, null, Map.of(), false, false, true, null, OpenApiMode.DISABLED, null,
            false, Set.of(), 20_000, 100, RestConfig.DEFAULT.bodies(),
            RestConfig.DEFAULT.batches(), Verbosity.FULL,
                null, null);

    private final FakeDatabase database = new FakeDatabase();
    private final List<Duration> pauses = new ArrayList<>();

    @AfterEach
    void no_interrupt_is_left() {
        Thread.interrupted();
    }

    private static Outcome error(String state, String where) {
        return new SqlError(state, "no", null, null, where, null, 0);
    }

    private HttpResponse.Full send(String batch, Pause pause) {
        var request = Requests.of("POST", "/", batch,
                "Content-Type", "application/vnd.loam.batch+json");
        Route route = RestModule.open(CONFIG, database, Library::catalog,
                        new HandClock(), pause)
                .routes().getFirst();
        return (HttpResponse.Full) route.handler().handle(new Exchange(
                request, "/", null, CALLER, "id", new Deadline(0), Trail.plain()));
    }

    private HttpResponse.Full send(String batch) {
        return send(batch, pauses::add);
    }

    private Failure refused(String batch) {
        return catchThrowableOfType(Refusal.class, () -> send(batch)).failure();
    }

    private static Object[] deleted() {
        return new Object[] {null, 1, null, null, null, null, null};
    }

    @Test
    void a_conflict_is_tried_again_after_a_pause() {
        database.then(error("40001", null)).then(error("40P01", "while locking tuple (0,1)"))
                .then(deleted());
        assertThat(text(send(DELETE))).contains("\"status\":204");
        assertThat(database.ways).containsExactly("rollback", "run", "rollback", "run",
                "commit", "run");
        assertThat(pauses).containsExactly(Duration.ofMillis(20), Duration.ofMillis(40));
    }

    @Test
    void at_most_three_times() {
        for (int i = 0; i < 4; i++) {
            database.then(error("40001", null));
        }
        Failure failure = refused(DELETE);
        assertThat(failure.code()).isEqualTo("40001");
        assertThat(failure.members()).containsEntry("operation", "0")
                .containsEntry("id", "\"it\"");
        assertThat(pauses).hasSize(3);
    }

    @Test
    void behind_a_savepoint_a_conflict_is_first_one_of_the_whole() {
        for (int i = 0; i < 4; i++) {
            database.then(error("40001", null));
        }
        assertThat(text(send(GUARDED))).contains("\"status\":500").contains("\"40001\"");
        assertThat(database.ways.getLast()).isEqualTo("attempt");
        assertThat(database.ways).filteredOn("rollback"::equals).hasSize(3);
    }

    @Test
    void nothing_else_is_tried_again() {
        for (Outcome outcome : List.of(error("23505", null),
                error("40001", "PL/pgSQL function f() line 3 at RAISE\nSQL statement \"x\""),
                new Unavailable(Why.BROKEN, "gone"), new Unavailable(Why.DEADLINE, "late"),
                new Unavailable(Why.ABANDONED, "left"))) {
            database.then(outcome);
            assertThat(refused(DELETE).members()).containsEntry("operation", "0");
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_savepoint_does_not_help_where_the_connection_is_lost() {
        database.then(new Unavailable(Why.BROKEN, "gone"));
        assertThat(refused(GUARDED).code()).isEqualTo("PGRST001");
    }

    @Test
    void who_is_to_end_does_not_wait() {
        database.then(error("40001", null));
        Failure failure = catchThrowableOfType(Refusal.class, () -> send(DELETE, _ -> {
            throw new InterruptedException();
        })).failure();
        assertThat(failure.code()).isEqualTo("40001");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    private static String text(HttpResponse.Full response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
