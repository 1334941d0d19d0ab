package dev.loam.modules.rest.answer;

/// The rows an answer holds, and of how many.
///
/// `first` and `last` count from zero, `last` below `first` for none; a negative `total` is
/// unknown.
/// Source: PostgREST documentation, "Pagination and Count"; RFC 9110 section 14.4.
record ContentRange(long first, long last, long total) {
    static final long UNKNOWN = -1;

    static ContentRange of(long offset, long rows, long total) {
        return new ContentRange(offset, offset + rows - 1, total);
    }

    /// Rows that were written, which have no place in a sequence.
    static ContentRange unplaced(long total) {
        return new ContentRange(1, 0, total);
    }

    /// 416 where the offset lies beyond the total, 206 where some rows are left out, else 200. An
    /// offset just at the end gets an empty 206.
    int status() {
        if (total < 0) {
            return 200;
        }
        if (first > total) {
            return 416;
        }
        return 1 + last - first < total ? 206 : 200;
    }

    @Override
    public String toString() {
        String of = total < 0 ? "*" : Long.toString(total);
        return total != 0 && first <= last ? first + "-" + last + "/" + of : "*/" + of;
    }
}
