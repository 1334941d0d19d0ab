package dev.loam.kernel.query;

/// The columns of the single row that every statement of [SqlWriter] yields.
///
/// `TOTAL` rows before the cut (int8; null unless asked for exactly), `PAGE` rows in the body or
/// affected (int8), `BODY` the body's bytes (null for [Format.Nothing]; for binary formats a
/// hex-escaped `bytea`), `HEADERS` and `STATUS` what SQL left in `response.headers` and
/// `response.status` (null when unset), `LOCATION` the key of the (first) new row as a JSON object
/// of texts (`{"id" : "1"}`; null where the key is not shown), `INSERTED` how many of the affected
/// rows are new (null unless an upsert).
///
/// A page along a key has `LAST` beside: a JSON array of the last row shown and, if there is one,
/// the row that follows it, each an array of its values by the terms of the order, as texts; null
/// for a page that is not full. A patch has `FAILED`: the place of the operation that failed for
/// some row, counted from 0; null where none did.
public final class Result {
    public static final int TOTAL = 0;
    public static final int PAGE = 1;
    public static final int BODY = 2;
    public static final int HEADERS = 3;
    public static final int STATUS = 4;
    public static final int LOCATION = 5;
    public static final int INSERTED = 6;
    public static final int LAST = 7;
    public static final int FAILED = 7;

    private Result() {
    }
}
