package dev.loam.kernel.changes;

import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.Commit;

/// How much memory commits take, about.
final class Weights {
    private static final long OBJECT = 40;

    private Weights() {
    }

    static long of(Commit commit) {
        long weight = 2 * OBJECT;
        for (Change change : commit.changes()) {
            weight += OBJECT + switch (change) {
                case Change.OfRow row -> of(row.before()) + of(row.after());
                case Change.Truncation truncation -> 8L * truncation.tables().size();
                case Change.Message message -> message.content().length + 2L * OBJECT;
            };
        }
        return weight;
    }

    private static long of(CellRow row) {
        return row == null ? 0 : row.weight();
    }
}
