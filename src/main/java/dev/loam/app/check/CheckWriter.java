package dev.loam.app.check;

import dev.loam.app.check.History.Row;
import dev.loam.base.position.Lsn;
import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Writes, through the cache or past it, and notes in the history what was acknowledged.
final class CheckWriter {
    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    private final Database database;
    private final boolean throughCache;
    private final Session session;
    private final History history;
    private final Random random;

    /// `synchronousCommit` is PostgreSQL's setting of that name, null for the server's own.
    CheckWriter(Database database, boolean throughCache, String synchronousCommit,
            History history, Random random) {
        this.database = database;
        this.throughCache = throughCache;
        this.session = new Session(null, synchronousCommit == null ? List.of()
                : List.of(new Setting("synchronous_commit", synchronousCommit)),
                Access.READ_WRITE, null, List.of());
        this.history = history;
        this.random = random;
    }

    /// Any write; answers the row whose new value can be looked at, null when it failed.
    Row once() throws IOException {
        int id = 1 + random.nextInt(CheckTables.ROWS);
        return switch (random.nextInt(5)) {
            case 0 -> noted(database.run(CheckTables.writePair(id), session, soon()),
                    id, "p", "q");
            case 1 -> pair(id);
            case 2, 3 -> noted(database.run(CheckTables.write("t", id), session, soon()),
                    id, "t", "log");
            default -> noted(database.run(CheckTables.write("mine", id), session, soon()),
                    id, "mine");
        };
    }

    /// In two statements.
    private Row pair(int id) throws IOException {
        long[] value = {0};
        Outcome outcome = database.transact(session, soon(), transaction -> {
            Sql first = CheckTables.write("p", id);
            if (!(transaction.run(first, session) instanceof Rows rows)) {
                return Verdict.End.ROLLBACK;
            }
            value[0] = rows.number(0, 0, 0);
            transaction.run(CheckTables.follow(id, value[0]), session);
            return random.nextInt(5) == 0 ? rollBack(value) : Verdict.End.COMMIT;
        });
        return outcome instanceof Rows && value[0] > 0
                ? noted(value[0], position(outcome), id, "p", "q") : null;
    }

    private static Verdict.End rollBack(long[] value) {
        value[0] = 0;
        return Verdict.End.ROLLBACK;
    }

    private Row noted(Outcome outcome, int id, String... tables) {
        return outcome instanceof Rows rows
                ? noted(rows.number(0, 0, 0), position(outcome), id, tables) : null;
    }

    private Row noted(long value, Lsn position, int id, String... tables) {
        for (String table : tables) {
            history.committed(new Row(table, id), value, throughCache, position);
        }
        return new Row(tables[tables.length - 1], id);
    }

    private static Lsn position(Outcome outcome) {
        return outcome instanceof Rows rows && rows.served() != null
                ? rows.served().position() : null;
    }

    private static Run soon() {
        return new Run(Deadline.after(TIME_MAX, System.nanoTime()), () -> false,
                Consistency.SESSION, true);
    }
}
