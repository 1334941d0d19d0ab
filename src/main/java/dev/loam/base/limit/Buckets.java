package dev.loam.base.limit;

/// Who used how much of a rate: for each key the moment at which its allowance is whole again, in
/// bounded memory.
///
/// A key is known by its hash, and takes 16 bytes: the hash and the moment. Keys lie in rows of
/// eight places, which a hash chooses; a key whose allowance is whole again is as good as none, and
/// its place is free. Where a row has no free place the table doubles, up to its bound; after that
/// the place of the key is taken whose allowance is whole soonest. So a flood of new keys, each
/// with little used, pushes out its own kind and never one that has used much: to forget an
/// offender, eight others in its row must have offended as much.
///
/// Every operation is O(1): one row is looked at, under a lock that 1 of 64 parts of the table has.
/// The moments are to be all of one clock, and the keys all of one rate. Thread-safe; it blocks
/// only for another's row, or while a part grows.
public final class Buckets {
    /// The bytes that a place takes.
    public static final int PLACE_BYTES = 2 * Long.BYTES;
    private static final int PARTS = 64;
    private static final int PARTS_BITS = 6;
    private static final int ROW = 8;
    private static final int ROWS_MIN = 1;
    /// A row overflows long before all are full: chance fills them unevenly.
    private static final double ROOM = 1.5;

    private final Part[] parts = new Part[PARTS];

    /// @param keysMax how many keys are surely kept, as far as chance spreads them
    public Buckets(int keysMax) {
        int rows = Integer.highestOneBit(
                Math.max(1, (int) Math.ceil(keysMax * ROOM / PARTS / ROW) * 2 - 1));
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part(Math.max(ROWS_MIN, rows));
        }
    }

    /// Takes so many units, or none where not all of them are left. Zero units are granted where
    /// any is left.
    public Taken take(long hash, Gcra rate, long units, long now) {
        return part(hash).take(hash, rate, units, now);
    }

    /// Takes so many units in any case; a debt ends within one span.
    public void charge(long hash, Gcra rate, long units, long now) {
        part(hash).move(hash, rate, rate.cost(units), now);
    }

    /// Gives so many units back that were taken a moment before.
    public void giveBack(long hash, Gcra rate, long units, long now) {
        part(hash).move(hash, rate, -rate.cost(units), now);
    }

    /// Sets the moment of a key, unless it is later already.
    public void mark(long hash, long wholeAt, long now) {
        part(hash).mark(hash, wholeAt, now);
    }

    /// How long it is until the key's allowance is whole again, zero where it is.
    public long wholeIn(long hash, long now) {
        return part(hash).wholeIn(hash, now);
    }

    /// The keys whose allowance is not whole now. Looks at every place.
    public long size(long now) {
        long size = 0;
        for (Part part : parts) {
            size += part.size(now);
        }
        return size;
    }

    /// The places that there are now.
    public long places() {
        long places = 0;
        for (Part part : parts) {
            places += part.places();
        }
        return places;
    }

    private Part part(long hash) {
        return parts[(int) (hash >>> Long.SIZE - PARTS_BITS)];
    }

    /// A part of the table under a lock of its own. A place is free where its hash is zero, or its
    /// allowance whole.
    private static final class Part {
        private final int rowsMax;
        private long[] hashes = new long[ROWS_MIN * ROW];
        private long[] wholeAt = new long[ROWS_MIN * ROW];

        Part(int rowsMax) {
            this.rowsMax = rowsMax;
        }

        synchronized Taken take(long hash, Gcra rate, long units, long now) {
            int at = find(hash);
            long old = at < 0 || wholeAt[at] - now < 0 ? now : wholeAt[at];
            long wait = rate.waitNanos(rate.after(old, now, Math.max(1, units)), now);
            if (wait > 0 || units == 0) {
                return new Taken(wait, old - now);
            }
            long next = rate.after(old, now, units);
            put(at, hash, next, now);
            return new Taken(wait, next - now);
        }

        synchronized void move(long hash, Gcra rate, long nanos, long now) {
            int at = find(hash);
            long old = at < 0 || wholeAt[at] - now < 0 ? now : wholeAt[at];
            long next = rate.bounded(old + nanos, now);
            if (at >= 0 || next - now > 0) {
                put(at, hash, next, now);
            }
        }

        synchronized void mark(long hash, long next, long now) {
            int at = find(hash);
            if (at < 0 || wholeAt[at] - next < 0) {
                put(at, hash, next, now);
            }
        }

        synchronized long wholeIn(long hash, long now) {
            int at = find(hash);
            return at < 0 ? 0 : Math.max(0, wholeAt[at] - now);
        }

        synchronized long size(long now) {
            long size = 0;
            for (int i = 0; i < hashes.length; i++) {
                size += free(i, now) ? 0 : 1;
            }
            return size;
        }

        synchronized long places() {
            return hashes.length;
        }

        private boolean free(int at, long now) {
            return hashes[at] == 0 || wholeAt[at] - now <= 0;
        }

        private int row(long hash) {
            return (int) (hash & hashes.length / ROW - 1) * ROW;
        }

        private int find(long hash) {
            int row = row(hash);
            for (int i = row; i < row + ROW; i++) {
                if (hashes[i] == hash) {
                    return i;
                }
            }
            return -1;
        }

        /// Writes a key to its place, or to one that it is given where `at` is negative.
        private void put(int at, long hash, long next, long now) {
            int place = at < 0 ? place(hash, now) : at;
            hashes[place] = hash;
            wholeAt[place] = next;
        }

        private int place(long hash, long now) {
            while (true) {
                int row = row(hash);
                int soonest = row;
                for (int i = row; i < row + ROW; i++) {
                    if (free(i, now)) {
                        return i;
                    }
                    if (wholeAt[i] - wholeAt[soonest] < 0) {
                        soonest = i;
                    }
                }
                if (hashes.length / ROW >= rowsMax) {
                    return soonest;
                }
                grow();
            }
        }

        /// A row becomes two, which together have room for what was in it.
        private void grow() {
            long[] oldHashes = hashes;
            long[] oldWholeAt = wholeAt;
            hashes = new long[2 * oldHashes.length];
            wholeAt = new long[2 * oldHashes.length];
            for (int i = 0; i < oldHashes.length; i++) {
                if (oldHashes[i] != 0) {
                    int to = row(oldHashes[i]);
                    while (hashes[to] != 0) {
                        to++;
                    }
                    hashes[to] = oldHashes[i];
                    wholeAt[to] = oldWholeAt[i];
                }
            }
        }
    }
}
