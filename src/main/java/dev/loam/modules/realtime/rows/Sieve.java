package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.Task.Committed;
import dev.loam.modules.realtime.rows.Task.Numbered;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.Commit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Keeps of a commit what matters, for one use on one thread.
final class Sieve {
    private static final int COMMIT_BYTES = 200;

    private final Predicate<TableName> watched;
    private final Predicate<TableName> deciding;
    private final List<Numbered> rows = new ArrayList<>();
    private final Set<TableName> touched = new HashSet<>();
    private boolean redefines;
    private long weight = COMMIT_BYTES;
    private ChangedTable lastTable;
    private boolean lastWatched;

    private Sieve(Predicate<TableName> watched, Predicate<TableName> deciding) {
        this.watched = watched;
        this.deciding = deciding;
    }

    /// What of the commit is about watched and deciding tables or the schema; null for nothing of
    /// it. It is for one member, or for all (null).
    static Committed sifted(
            Commit commit, Member member, Predicate<TableName> watched,
            Predicate<TableName> deciding) {
        var sieve = new Sieve(watched, deciding);
        for (int i = 0; i < commit.changes().size(); i++) {
            sieve.sift(commit.first() + i, commit.changes().get(i));
        }
        boolean matters = !sieve.rows.isEmpty() || sieve.redefines || !sieve.touched.isEmpty();
        return !matters ? null : new Committed(member, commit.xid(), commit.position(),
                commit.at(), sieve.rows, sieve.redefines, sieve.touched, commit.last(),
                sieve.weight);
    }

    /// The watched tables that the commit emptied as a whole; null for none.
    static Task.Truncated truncated(
            Commit commit, Member member, Predicate<TableName> watched) {
        Task.Truncated found = null;
        for (int i = 0; i < commit.changes().size(); i++) {
            if (commit.changes().get(i) instanceof Change.Truncation truncation) {
                var tables = truncation.tables().stream().map(ChangedTable::name)
                        .filter(watched).collect(Collectors.toSet());
                found = tables.isEmpty() ? found : new Task.Truncated(member,
                        new Place(commit.position(), commit.first() + i), tables);
            }
        }
        return found;
    }

    private void sift(int order, Change change) {
        switch (change) {
            case Change.OfRow row -> {
                if (row.table() != lastTable) {
                    enter(row.table());
                }
                if (lastWatched) {
                    rows.add(new Numbered(order, row));
                    weight += row.before() == null ? 0 : row.before().weight();
                    weight += row.after() == null ? 0 : row.after().weight();
                }
            }
            case Change.Truncation all -> all.tables().forEach(this::enter);
            case Change.Message message ->
                    redefines |= message.redefines() || message.refreshes();
        }
    }

    private void enter(ChangedTable table) {
        lastTable = table;
        lastWatched = watched.test(table.name());
        if (deciding.test(table.name())) {
            touched.add(table.name());
        }
    }
}
