package dev.loam.adapters.postgres.replication;

/// Makes whole transaction numbers (`xid8`) of the 32 bits that the log has.
///
/// Of all numbers with these low bits it takes the one nearest to the last it knew: no two
/// transactions that are alive at once are further apart than 2^31.
/// Source: PostgreSQL manual, "Preventing Transaction ID Wraparound Failures".
final class Xids {
    private static final long EPOCH = 1L << 32;

    private long last;

    /// `known` is a number that the server has given out, or will give out next.
    Xids(long known) {
        last = known;
    }

    long whole(int xid) {
        long whole = last + (xid - (int) last);
        last = whole < 0 ? whole + EPOCH : whole;
        return last;
    }
}
