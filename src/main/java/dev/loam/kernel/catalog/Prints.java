package dev.loam.kernel.catalog;

import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fingerprints of objects by their ids: which version of an object was read. Immutable.
///
/// Exclusive or makes one fingerprint of many, so that whether any of a hundred objects changed can
/// be told by one number; see [PrintReader].
final class Prints {
    static final Prints NONE = new Prints(new long[0], new long[0]);
    /// The last object id there can be.
    static final long LAST_ID = 0xFFFF_FFFFL;
    private static final int PIECE_OBJECTS = 128;

    private final long[] ids;
    private final long[] values;

    private Prints(long[] ids, long[] values) {
        this.ids = ids;
        this.values = values;
    }

    /// Of rows (object id, fingerprint) in any order.
    static Prints of(Rows rows) {
        int size = rows.size();
        var sorted = new ArrayList<long[]>(size);
        for (int row = 0; row < size; row++) {
            sorted.add(new long[] {rows.number(row, 0, 0), rows.number(row, 1, 0)});
        }
        sorted.sort((one, two) -> Long.compare(one[0], two[0]));
        return new Prints(sorted.stream().mapToLong(pair -> pair[0]).toArray(),
                sorted.stream().mapToLong(pair -> pair[1]).toArray());
    }

    int size() {
        return ids.length;
    }

    boolean contains(long id) {
        return Arrays.binarySearch(ids, id) >= 0;
    }

    List<Long> ids() {
        return Arrays.stream(ids).boxed().toList();
    }

    /// Ids that cut these objects into pieces of a bounded size; the last piece takes new ones.
    long[] bounds() {
        var bounds = new long[pieces() - 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = ids[(i + 1) * PIECE_OBJECTS];
        }
        return bounds;
    }

    private int pieces() {
        return Math.max(1, (ids.length + PIECE_OBJECTS - 1) / PIECE_OBJECTS);
    }

    /// The common fingerprint of a piece between two bounds, counted from 0.
    long piece(int piece) {
        int first = piece * PIECE_OBJECTS;
        int end = piece == pieces() - 1 ? ids.length : first + PIECE_OBJECTS;
        long together = 0;
        for (int i = first; i < end; i++) {
            together ^= values[i];
        }
        return together;
    }

    /// These, but with the objects of another in place of those from `first` to `last`.
    Prints with(long first, long last, Prints other) {
        int from = place(first);
        int end = place(last + 1);
        int size = ids.length - (end - from) + other.ids.length;
        long[] allIds = new long[size];
        long[] allValues = new long[size];
        splice(ids, from, end, other.ids, allIds);
        splice(values, from, end, other.values, allValues);
        return new Prints(allIds, allValues);
    }

    private static void splice(long[] own, int from, int end, long[] other, long[] into) {
        System.arraycopy(own, 0, into, 0, from);
        System.arraycopy(other, 0, into, from, other.length);
        System.arraycopy(own, end, into, from + other.length, own.length - end);
    }

    private int place(long id) {
        int found = Arrays.binarySearch(ids, id);
        return found < 0 ? -found - 1 : found;
    }

    /// The objects that are new here, or not as they were before.
    List<Long> changedSince(Prints before) {
        var changed = new ArrayList<Long>();
        int there = 0;
        for (int here = 0; here < ids.length; here++) {
            while (there < before.ids.length && before.ids[there] < ids[here]) {
                there++;
            }
            boolean same = there < before.ids.length && before.ids[there] == ids[here]
                    && before.values[there] == values[here];
            if (!same) {
                changed.add(ids[here]);
            }
        }
        return changed;
    }

    /// The objects of before that are no more.
    List<Long> goneSince(Prints before) {
        return Arrays.stream(before.ids).filter(id -> !contains(id)).boxed().toList();
    }
}
