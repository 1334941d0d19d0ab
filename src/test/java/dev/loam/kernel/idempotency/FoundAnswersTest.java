package dev.loam.kernel.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Turn;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When it is asked whether a refused request was done before.
class FoundAnswersTest {
    private final List<Run> runs = new ArrayList<>();
    private final Stage stage = new Idempotency(new Noting(), IdempotencyConfig.DEFAULTS,
            new Standing(), _ -> { }, Set.of("rest")).of(
                    new Route("rest", "/r", ErrorDialect.POSTGREST, _ -> null));

    @Test
    void what_the_schema_has_no_place_for_is_looked_up_in_its_turn() {
        Turn turn = () -> { };
        assertThatThrownBy(() -> handle("k", turn, exchange -> {
            throw new Refusal(new Told(404));
        })).hasMessageContaining("TOLD");
        assertThat(runs).singleElement().satisfies(run -> assertThat(run.turn()).isSameAs(turn));
    }

    @Test
    void whoever_was_sent_away_asks_the_database_nothing() {
        for (int status : new int[] {500, 503, 504}) {
            assertThatThrownBy(() -> handle("k", Turn.FREE, exchange -> {
                throw new Refusal(new Told(status));
            })).hasMessageContaining("TOLD");
        }
        assertThat(runs).isEmpty();
    }

    @Test
    void without_a_key_nothing_is_asked_and_with_one_not_before_there_is_need() {
        assertThatThrownBy(() -> handle(null, Turn.FREE, exchange -> {
            assertThat(exchange.keeping()).isNull();
            throw new Refusal(new Told(404));
        })).hasMessageContaining("TOLD");
        handle("k", Turn.FREE, exchange -> {
            assertThat(exchange.keeping()).isNotNull();
            return HttpResponse.Full.json(200, "1");
        });
        assertThat(runs).isEmpty();
    }

    private void handle(String key, Turn turn, Stage.Next next) {
        Headers headers = key == null ? Headers.NONE : Headers.of("Idempotency-Key", key);
        var request = new HttpRequest("POST", "/r", null, headers, Body.of(new byte[0]),
                LocalPeer.ANY, false);
        stage.handle(Exchange.of(request, "/").withTurn(turn)
                .withCaller(new Caller("anon", "{}", true))
                .withDeadline(Deadline.after(Duration.ofSeconds(1), 0)), next);
    }

    private record Told(int status) implements Failure {
        @Override
        public String code() {
            return "TOLD";
        }

        @Override
        public String message() {
            return "told";
        }
    }

    private record Standing() implements Clock {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return 0;
        }
    }

    /// Notes how it is asked, and knows nothing.
    private final class Noting implements Database {
        @Override
        public Outcome run(Sql sql, Session session, Run run) {
            runs.add(run);
            return Rows.NONE;
        }

        @Override
        public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
            throw new AssertionError("nothing is decided");
        }

        @Override
        public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink) {
            throw new AssertionError("nothing is streamed");
        }

        @Override
        public Outcome transact(Session session, Run run, Work work) {
            throw new AssertionError("there is no transaction");
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
