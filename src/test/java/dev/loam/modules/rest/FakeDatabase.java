package dev.loam.modules.rest;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Answers statements with what it was told to, and remembers how they came.
final class FakeDatabase implements Database {
    final List<String> ways = new ArrayList<>();
    final List<Sql> statements = new ArrayList<>();
    final List<Session> sessions = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();
    final List<Rows> streamed = new ArrayList<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    /// What becomes of transactions of several statements.
    Rows end = Rows.NONE;
    /// What is said of statements that are explained.
    String kept;

    FakeDatabase then(Outcome outcome) {
        outcomes.add(outcome);
        return this;
    }

    /// Forgets the outcomes that nobody has had.
    void forget() {
        outcomes.clear();
    }

    /// The row of a statement, cells in the order of `Result`.
    FakeDatabase then(Object... cells) {
        return then(row(cells));
    }

    static Rows row(Object... cells) {
        byte[][] row = Stream.of(cells)
                .map(cell -> cell == null ? null
                        : cell.toString().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        List<byte[][]> rows = new ArrayList<>();
        rows.add(row);
        return new Rows(List.of(), rows, -1);
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        runs.add(run);
        return next("run", sql, session);
    }

    @Override
    public String explain(Sql sql, Session session, Run run) {
        return kept;
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        runs.add(run);
        Outcome outcome = next("decide", sql, session);
        if (outcome instanceof Rows rows) {
            ways.set(ways.size() - 1, verdict.of(rows).name().toLowerCase(Locale.ROOT));
        }
        return outcome;
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        for (Rows batch : streamed) {
            sink.rows(batch);
        }
        return next("stream", sql, session);
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) throws IOException {
        runs.add(run);
        int first = ways.size();
        Verdict.End decided = work.in(new Transaction() {
            @Override
            public Outcome run(Sql sql, Session own) {
                return next("run", sql, own);
            }

            @Override
            public Outcome again(Sql sql) {
                return next("again", sql, null);
            }

            @Override
            public Outcome attempt(Sql sql, Session own, Verdict verdict) {
                return next("attempt", sql, own);
            }
        });
        ways.add(first, decided.name().toLowerCase(Locale.ROOT));
        return end;
    }

    @Override
    public void close() {
    }

    private Outcome next(String way, Sql sql, Session session) {
        ways.add(way);
        statements.add(sql);
        sessions.add(session);
        return outcomes.remove();
    }
}
