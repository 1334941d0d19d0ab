package dev.loam.kernel.cache;

import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;

/// About how much memory things take.
final class Weights {
    private static final int OBJECTS = 600;

    private Weights() {
    }

    /// All of an entry, in bytes.
    static int of(Key key, Rows rows, Session asker) {
        long sum = OBJECTS + key.length() + of(rows);
        for (Session.Setting setting : asker.settings()) {
            sum += 48 + setting.value().length();
        }
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    static long of(Rows rows) {
        long sum = 0;
        for (byte[][] row : rows.values()) {
            sum += 24 + 8L * row.length;
            for (byte[] cell : row) {
                sum += cell == null ? 0 : 16 + cell.length;
            }
        }
        return sum;
    }
}
