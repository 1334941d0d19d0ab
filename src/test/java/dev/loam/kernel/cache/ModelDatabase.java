package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.changes.Change;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A model of a database: tables of numbered rows, transactions that reach the log before others
/// see them, and snapshots.
///
/// Statements are `read t` and `read t id`, which tell the numbers of all transactions that wrote
/// to the table or the row, and `write t id`, with `, t id` for more. Each answer of a reader names
/// its caller.
final class ModelDatabase implements Database {
    final FakeFeed feed = new FakeFeed();
    /// Runs between a statement's snapshot and its answer, and between a commit's record in the
    /// log and its being seen.
    Runnable during = () -> { };
    /// What becomes of the next statement, null for what should.
    Outcome nextFailure;
    String roles = "roles";
    boolean tellsSchema = true;
    /// Which versions of the triggers that tell of the schema there are.
    String tellers = "1";
    /// What a trigger on a table writes to.
    final Map<TableName, TableName> triggers = new HashMap<>();
    int statements;
    int probes;
    long end = 1000;
    private long nextXid = 100;
    private final TreeSet<Long> running = new TreeSet<>();
    private final Map<TableName, Map<Long, List<Long>>> tables = new HashMap<>();
    /// What a view stands for.
    final Map<TableName, List<TableName>> views = new HashMap<>();
    /// Tells of each transaction that others see from now on.
    Consumer<Tx> onSeen = _ -> { };

    record Written(long xid, TableName table, long id) {
    }

    static TableName table(String name) {
        return new TableName("public", name);
    }

    Lsn end() {
        return new Lsn(end);
    }

    Snapshot snapshot() {
        long xmin = running.isEmpty() ? nextXid : running.first();
        return new Snapshot(xmin, nextXid,
                running.stream().mapToLong(Long::longValue).toArray());
    }

    /// A transaction, step by step.
    final class Tx {
        final long xid = nextXid++;
        final List<Written> written = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();

        private Tx() {
            running.add(xid);
        }

        Tx write(String table, long id) {
            insert(table(table), id);
            TableName also = triggers.get(table(table));
            if (also != null) {
                insert(also, id);
            }
            return this;
        }

        Tx emit(String prefix) {
            changes.add(FakeFeed.message(prefix, "public.m"));
            return this;
        }

        private void insert(TableName name, long id) {
            tables.computeIfAbsent(name, _ -> new HashMap<>())
                    .computeIfAbsent(id, _ -> new ArrayList<>()).add(xid);
            written.add(new Written(xid, name, id));
            changes.add(FakeFeed.update(name, id));
        }

        /// Its commit is in the log.
        Tx log() {
            feed.waiting.addLast(FakeFeed.commit(xid, end, changes));
            end += 10;
            return this;
        }

        /// Others see it.
        void show() {
            running.remove(xid);
            onSeen.accept(this);
        }

        void commit() {
            log().show();
        }
    }

    Tx begin() {
        return new Tx();
    }

    /// The numbers of the transactions that wrote to these tables, or to one row of them, as far as
    /// they are seen, in ascending order.
    String writers(List<TableName> names, Long id, Snapshot seen) {
        var found = new TreeSet<Long>();
        for (TableName name : names) {
            tables.getOrDefault(name, Map.of()).forEach((row, xids) -> {
                if (id == null || id.equals(row)) {
                    xids.stream().filter(seen::shows).forEach(found::add);
                }
            });
        }
        return found.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        String text = sql.text();
        if (text.contains("pg_inherits")) {
            return effects();
        }
        if (text.contains("pg_auth_members")) {
            probes++;
            return row(end().toString(), snapshot().toString(), roles,
                    tellsSchema ? "t" : "f", tellers);
        }
        if (text.startsWith("select pg_current_wal_insert_lsn()")) {
            return row(end().toString());
        }
        statements++;
        if (nextFailure != null) {
            Outcome failure = nextFailure;
            nextFailure = null;
            return failure;
        }
        return text.startsWith("write ") ? written(text) : read(text, session);
    }

    private Outcome written(String text) {
        Tx tx = begin();
        for (String each : text.substring("write ".length()).split(", ")) {
            String[] words = each.split(" ");
            tx.write(words[0], Long.parseLong(words[1]));
        }
        tx.log();
        during.run();
        tx.show();
        return new Rows(List.of("xid"), List.<byte[][]>of(cells(Long.toString(tx.xid))), 1);
    }

    private Outcome read(String text, Session session) {
        boolean wrapped = text.startsWith("select kept.*");
        String own = wrapped ? text.substring(text.indexOf('(', text.indexOf("from")) + 1,
                text.lastIndexOf("\n")) : text;
        String[] words = own.split(" ");
        Snapshot seen = snapshot();
        Lsn read = end();
        TableName name = table(words[1]);
        String answer = writers(views.getOrDefault(name, List.of(name)),
                words.length > 2 ? Long.parseLong(words[2]) : null, seen);
        String caller = session.settings().isEmpty() ? ""
                : session.settings().getFirst().value();
        during.run();
        return wrapped
                ? new Rows(List.of("n", "who", "s", "p"), List.<byte[][]>of(cells(
                        answer, caller, seen.toString(), read.toString())), 1)
                : new Rows(List.of("n", "who"), List.<byte[][]>of(cells(answer, caller)), 1);
    }

    /// Every table of the model with its triggers, as `effects.sql` tells them.
    private Outcome effects() {
        var rows = new ArrayList<byte[][]>();
        long oid = 1;
        for (String name : List.of("a", "b", "t", "log", "mine", "m")) {
            rows.add(cells(Long.toString(oid++), "public", name, "r",
                    triggers.containsKey(table(name)) ? "t" : "f", null, null));
        }
        return new Rows(List.of("oid", "nspname", "relname", "relkind", "acts",
                "children", "cascades"), rows, rows.size());
    }

    private static Rows row(String... cells) {
        var names = new ArrayList<String>();
        for (int i = 0; i < cells.length; i++) {
            names.add("c" + i);
        }
        return new Rows(names, List.<byte[][]>of(cells(cells)), 1);
    }

    private static byte[][] cells(String... texts) {
        var cells = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            cells[i] = texts[i] == null ? null : texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return cells;
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        Outcome outcome = run(sql, session, run);
        verdict.of((Rows) outcome);
        return outcome;
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink) {
        throw new UnsupportedOperationException("the model has no streams");
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) {
        throw new UnsupportedOperationException("the model has no transactions of several steps");
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
