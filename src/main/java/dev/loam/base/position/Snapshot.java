package dev.loam.base.position;

import java.util.Arrays;

/// Which transactions a statement saw: every one below `xmin`, none from `xmax` on, and of those
/// between them all but the `running` ones (ascending). Numbers are those of whole transactions
/// (`xid8`), never of their parts.
///
/// Source: PostgreSQL manual, "Transaction ID and Snapshot Information Functions".
public record Snapshot(long xmin, long xmax, long[] running) {
    /// Reads PostgreSQL's form, `xmin:xmax:running,…`.
    ///
    /// Fails: IllegalArgumentException for anything else.
    public static Snapshot parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("no snapshot: " + text);
        }
        long[] running = parts[2].isEmpty() ? new long[0]
                : Arrays.stream(parts[2].split(",")).mapToLong(Long::parseLong).sorted().toArray();
        return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
    }

    /// Whether it shows what the transaction did, given that this committed.
    public boolean shows(long xid) {
        return xid < xmin || xid < xmax && Arrays.binarySearch(running, xid) < 0;
    }

    /// Whether it shows every transaction that the other one shows, and so was not taken before it.
    public boolean showsAllOf(Snapshot other) {
        for (long xid : running) {
            if (other.shows(xid)) {
                return false;
            }
        }
        for (long xid = xmax; xid < other.xmax; xid++) {
            if (other.shows(xid)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot that && xmin == that.xmin && xmax == that.xmax
                && Arrays.equals(running, that.running);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(xmin * 31 + xmax) * 31 + Arrays.hashCode(running);
    }

    @Override
    public String toString() {
        var text = new StringBuilder().append(xmin).append(':').append(xmax).append(':');
        for (int i = 0; i < running.length; i++) {
            text.append(i == 0 ? "" : ",").append(running[i]);
        }
        return text.toString();
    }
}
