package dev.loam.app.check;

import dev.loam.app.check.CheckTables.Read;
import dev.loam.app.check.History.Row;
import dev.loam.app.check.History.Token;
import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Consistency.Level;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Reads through the cache and holds each answer against the history.
final class CheckReader {
    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    private final Database cached;
    private final History history;
    private final Random random;
    private final Map<How, LongAdder> served;

    CheckReader(
            Database cached, History history, Random random, Map<How, LongAdder> served) {
        this.cached = cached;
        this.history = history;
        this.random = random;
        this.served = served;
    }

    static Map<How, LongAdder> counters() {
        return new ConcurrentHashMap<>();
    }

    /// Any read.
    void once() {
        Read read = any();
        Token token = random.nextInt(4) == 0 ? history.newest() : null;
        if (token != null) {
            read = CheckTables.row(token.row().table(), token.row().id(), false);
        }
        String caller = "caller " + random.nextInt(2);
        check(read, consistency(token), token, caller);
    }

    /// A read of a row in a session of its writer.
    void back(String table, int id) {
        check(CheckTables.row(table, id, false), Consistency.SESSION, null, "caller " + id % 2);
    }

    private Read any() {
        int id = 1 + random.nextInt(CheckTables.ROWS);
        return switch (random.nextInt(10)) {
            case 0, 1 -> CheckTables.row("p", id, false);
            case 2 -> CheckTables.row("p", id, true);
            case 3 -> CheckTables.row("t", id, random.nextInt(4) == 0);
            case 4, 5 -> CheckTables.row("log", id, false);
            case 6 -> CheckTables.whole("q", "q");
            case 7 -> CheckTables.whole("pv", "p");
            case 8 -> CheckTables.pair(id);
            default -> CheckTables.mine();
        };
    }

    private Consistency consistency(Token token) {
        Consistency plain = switch (random.nextInt(8)) {
            case 0 -> Consistency.STRONG;
            case 1 -> new Consistency(Level.EVENTUAL, null, null);
            case 2, 3 -> new Consistency(Level.BOUNDED, Duration.ofMillis(100), null);
            case 4 -> new Consistency(Level.BOUNDED, Duration.ofSeconds(5), null);
            default -> Consistency.SESSION;
        };
        return token == null ? plain : plain.after(token.position());
    }

    private void check(Read read, Consistency consistency, Token token, String caller) {
        var session = new Session(CheckTables.READER, List.of(new Setting(
                "request.jwt.claims", "{\"sub\": \"" + caller + "\"}")), Access.READ_ONLY,
                null, List.of());
        long asked = System.nanoTime();
        var run = new Run(Deadline.after(TIME_MAX, asked), () -> false, consistency, false);
        if (!(cached.run(read.sql(), session, run) instanceof Rows rows)) {
            // A connection was cut; that is no answer.
            return;
        }
        served.computeIfAbsent(rows.served().how(), _ -> new LongAdder()).increment();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < read.tables().size(); j++) {
                var row = new Row(read.tables().get(j), (int) rows.number(i, 0, 0));
                long needed = history.needed(row, consistency, token, asked);
                long got = rows.number(i, 1 + j, -1);
                if (got < needed) {
                    history.violated(row + " is " + got + " and must be " + needed + " at least: "
                            + consistency + ", " + rows.served() + ", " + read.sql().text());
                }
            }
            consistent(read, rows, i, caller);
        }
    }

    private void consistent(Read read, Rows rows, int row, String caller) {
        if (read.tables().size() == 2 && rows.number(row, 1, 0) != rows.number(row, 2, 0)) {
            history.violated("no snapshot shows " + rows.text(row, 1) + " and "
                    + rows.text(row, 2) + " together: " + rows.served());
        }
        if (read.tables().contains("mine") && rows.columns().size() > 2
                && !caller.equals(rows.text(row, 2))) {
            history.violated(caller + " got a row of " + rows.text(row, 2) + ": "
                    + rows.served());
        }
    }
}
