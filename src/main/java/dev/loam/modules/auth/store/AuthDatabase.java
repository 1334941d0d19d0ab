package dev.loam.modules.auth.store;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Keeping;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Turn;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The database as the auth module uses it: work in transactions, under the role that owns its
/// schema.
///
/// Work that throws is undone. What PostgreSQL refuses becomes a refusal of status 500: the message
/// of a `raise` in a trigger of the project is told, since that is how projects say no to a new
/// account; of anything else no more than its SQLSTATE. What no column can hold is the client's
/// mistake, and what is there already a conflict, unless it was a function of the project's that
/// found so.
///
/// A request has its turn for each transaction, and not from the first to the last: what it does in
/// between (hashing a password, asking another server, which may ask us) can take long.
public final class AuthDatabase {
    /// How the request may use the database that this thread works for: until when, for whom, and
    /// in whose turn. Work beside requests waits for no turn, and for nobody.
    public static final ScopedValue<Run> ASKED = ScopedValue.newInstance();

    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final String SERIALIZATION = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String CANCELED = "57014";
    private static final String UNIQUE = "23505";
    private static final String DATA = "22";

    private final Database database;
    private final Session session;
    private final Clock clock;

    /// `role` is null where the connections are of that role themselves.
    public AuthDatabase(Database database, String role, Clock clock) {
        this.database = database;
        this.session = new Session(role, List.of(), Session.Access.READ_WRITE, null, List.of());
        this.clock = clock;
    }

    /// Does work in one transaction, which is kept unless the work throws.
    public <T> T transact(Function<Statements, T> work) {
        var result = new ArrayList<T>(1);
        try {
            var outcome = inTurn(transaction -> {
                result.add(work.apply(new Statements(transaction)));
                return Verdict.End.COMMIT;
            });
            rows(outcome);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return result.getFirst();
    }

    /// What becomes an answer, and what an answer from before becomes: it has no other effects.
    public record Answered<T>(
            Function<T, HttpResponse> answer, Function<HttpResponse, T> earlier) {
        /// Work that comes to nothing but its answer.
        public static final Answered<HttpResponse> ITSELF = new Answered<>(
                Function.identity(), Function.identity());
    }

    /// The same for a request that may be sent again: its answer is kept with the work, which is
    /// done once. `keeping` is null where nobody asked for that.
    public <T> T transact(
            Keeping keeping, Answered<T> answered, Function<Statements, T> work) {
        if (keeping == null) {
            return transact(work);
        }
        var result = new ArrayList<T>(1);
        try {
            var outcome = inTurn(transaction -> {
                switch (keeping.claim(transaction)) {
                    case Keeping.Claim.Answered(HttpResponse.Full answer) -> {
                        result.add(answered.earlier().apply(answer));
                        return Verdict.End.ROLLBACK;
                    }
                    case Keeping.Claim.Failed(Outcome failed) -> rows(failed);
                    case Keeping.Claim.Ours _ -> {
                        // The work is to be done.
                    }
                }
                result.add(work.apply(new Statements(transaction)));
                rows(keeping.keep(transaction, answered.answer().apply(result.getFirst()),
                        session));
                return Verdict.End.COMMIT;
            });
            rows(outcome);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return result.getFirst();
    }

    private Outcome inTurn(Database.Work work) throws IOException {
        Turn turn = awaited();
        try {
            return database.transact(session, run(), work);
        } finally {
            turn.over();
        }
    }

    private static Turn awaited() {
        Turn turn = ASKED.isBound() ? ASKED.get().turn() : Turn.FREE;
        turn.await();
        return turn;
    }

    /// One statement in a transaction of its own.
    public List<Row> run(String sql, Object... binds) {
        Turn turn = awaited();
        try {
            return read(rows(database.run(sql(sql, binds), session, run())));
        } finally {
            turn.over();
        }
    }

    /// No longer than the client waits, nor than anything may take here.
    private Run run() {
        Deadline own = Deadline.after(TIME_MAX, clock.nanos());
        if (!ASKED.isBound()) {
            return Run.until(own);
        }
        Run asked = ASKED.get();
        boolean sooner = asked.deadline() != null
                && asked.deadline().atNanos() - own.atNanos() < 0;
        return new Run(sooner ? asked.deadline() : own, asked.abandoned());
    }

    /// The statements of one transaction.
    public final class Statements {
        private final Transaction transaction;

        private Statements(Transaction transaction) {
            this.transaction = transaction;
        }

        /// Rows of a statement whose first column is a JSON object (`to_jsonb(…)`); a statement
        /// without columns gives none.
        public List<Row> rows(String sql, Object... binds) {
            return read(AuthDatabase.rows(transaction.run(sql(sql, binds), session)));
        }

        /// The first row, null for none.
        public Row first(String sql, Object... binds) {
            var rows = rows(sql, binds);
            return rows.isEmpty() ? null : rows.getFirst();
        }

        /// The number of rows that a statement without `returning` changed.
        public long change(String sql, Object... binds) {
            return AuthDatabase.rows(transaction.run(sql(sql, binds), session)).affected();
        }
    }

    /// A null is SQL NULL; anything else goes as its text, for the statement to cast.
    private static Sql sql(String text, Object... binds) {
        var texts = new Sql.Bind[binds.length];
        for (int i = 0; i < binds.length; i++) {
            texts[i] = Sql.Bind.of(binds[i] == null ? null : binds[i].toString());
        }
        return Sql.of(text, texts);
    }

    private static List<Row> read(Rows rows) {
        var read = new ArrayList<Row>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            read.add(Row.parse(rows.text(i, 0)));
        }
        return read;
    }

    private static Rows rows(Outcome outcome) {
        return switch (outcome) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw refusal(error);
            case Outcome.Unavailable unavailable -> throw unavailable(unavailable);
        };
    }

    private static Refusal refusal(Outcome.SqlError error) {
        var state = error.sqlState();
        if (state.equals(SERIALIZATION) || state.equals(DEADLOCK)) {
            return AuthCode.CONFLICT.refusal();
        }
        if (state.equals(CANCELED)) {
            return AuthCode.REQUEST_TIMEOUT.refusal();
        }
        if (state.equals("P0001")) {
            return AuthCode.UNEXPECTED_FAILURE.refusal(500,
                    "Database error: " + error.message());
        }
        boolean ours = error.where() == null || !error.where().contains("function");
        if (ours && state.equals(UNIQUE)) {
            return AuthCode.CONFLICT.refusal();
        }
        if (ours && state.startsWith(DATA)) {
            return AuthCode.VALIDATION_FAILED.refusal(
                    "A value is not one that can be stored (SQLSTATE " + state + ")");
        }
        return new Refusal(
                new AuthFailure.Refused(AuthCode.UNEXPECTED_FAILURE, 500,
                        "Database error (SQLSTATE " + state + ")"),
                new IllegalStateException(error.message()));
    }

    private static Refusal unavailable(Outcome.Unavailable unavailable) {
        return switch (unavailable.why()) {
            case DEADLINE, ABANDONED -> AuthCode.REQUEST_TIMEOUT.refusal();
            case CONNECTION, BROKEN, POOL -> AuthCode.UNEXPECTED_FAILURE.refusal(503,
                    "The database cannot be used now: " + unavailable.message());
        };
    }
}
