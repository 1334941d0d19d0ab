package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked.At;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Asked.Slice;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import java.util.ArrayList;
import java.util.List;

/// The rows a request asks for: `limit` and `offset`, cut with the `Range` field of a read.
///
/// Source: PostgREST documentation, "Pagination and Count"; RFC 9110 section 14.2 (a range that is
/// not understood is no range).
public final class Ranges {
    private Ranges() {
    }

    /// Whether no rows at all are asked for, which any `Range` leaves as it is. That is said by
    /// `limit=0` alone: behind an offset it is a range that ends before it begins.
    ///
    /// Fails: 416 PGRST103 for such a range.
    static boolean empty(Slice slice) {
        boolean none = slice.limit() != null && slice.limit() == 0;
        if (none && slice.offset() > 0) {
            throw new Refusal(RestFailure.InvalidRange.NOTHING_LEFT);
        }
        return none;
    }

    /// What `Range` asks for, `WHOLE` where it is absent or not understood. Its unit can only be
    /// rows, whatever `Range-Unit` calls them.
    ///
    /// Fails: 416 PGRST103 when its end lies before its beginning.
    public static Slice requested(Headers headers) {
        String range = headers.first("Range");
        if (range == null) {
            return Slice.WHOLE;
        }
        String text = range.strip();
        int dash = text.indexOf('-');
        if (dash <= 0 || !digits(text, 0, dash) || !digits(text, dash + 1, text.length())) {
            return Slice.WHOLE;
        }
        long first = Long.parseLong(text.substring(0, dash));
        if (dash + 1 == text.length()) {
            return new Slice(first, null);
        }
        long last = Long.parseLong(text.substring(dash + 1));
        if (last < first) {
            throw new Refusal(RestFailure.InvalidRange.LOWER_ABOVE_UPPER);
        }
        return new Slice(first, last - first + 1);
    }

    /// Both at once: rows that lie in either slice, counted from the same beginning.
    ///
    /// Fails: 416 PGRST103 when they have no row in common.
    public static Slice both(Slice one, Slice other) {
        if (other.equals(Slice.WHOLE)) {
            return one;
        }
        long first = Math.max(one.offset(), other.offset());
        long end = Math.min(end(one), end(other));
        if (end <= first) {
            throw new Refusal(RestFailure.InvalidRange.NOTHING_LEFT);
        }
        return new Slice(first, end == Long.MAX_VALUE ? null : Long.valueOf(end - first));
    }

    /// The slice at the top of a shape.
    public static Slice top(Shape shape) {
        for (At<Slice> slice : shape.slices()) {
            if (slice.path().isEmpty()) {
                return slice.what();
            }
        }
        return Slice.WHOLE;
    }

    /// The same shape with another slice at the top.
    public static Shape withTop(Shape shape, Slice slice) {
        if (top(shape).equals(slice)) {
            return shape;
        }
        List<At<Slice>> slices = new ArrayList<>(shape.slices().size() + 1);
        for (At<Slice> old : shape.slices()) {
            if (!old.path().isEmpty()) {
                slices.add(old);
            }
        }
        if (!slice.equals(Slice.WHOLE)) {
            slices.add(new At<>(List.of(), slice));
        }
        return new Shape(shape.select(), shape.filters(), shape.orders(), List.copyOf(slices));
    }

    private static long end(Slice slice) {
        if (slice.limit() == null || slice.limit() > Long.MAX_VALUE - slice.offset()) {
            return Long.MAX_VALUE;
        }
        return slice.offset() + slice.limit();
    }

    /// Only digits, and few enough for a `long`; true for none at all.
    private static boolean digits(String text, int from, int to) {
        if (to - from > 18) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
