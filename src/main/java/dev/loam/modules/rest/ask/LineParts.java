package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.modules.rest.failure.RestFailure;
import java.io.ByteArrayOutputStream;

/// The lines of newline-delimited JSON, an object each, made into JSON arrays. Blank lines are
/// passed over.
///
/// A line break within a JSON string is escaped, so each line feed ends a line. Lines keep their
/// place in the array that is made of them, for faults to be told where they are.
final class LineParts implements Parts {
    private final Window in;
    private final RowArrays arrays;
    private final int bytesFull;
    private final int rowsFull;
    private int line;
    private int lineEnd;
    private boolean begun;

    LineParts(Window in, RowArrays arrays, int bytesFull, int rowsFull) {
        this.in = in;
        this.arrays = arrays;
        this.bytesFull = bytesFull;
        this.rowsFull = rowsFull;
    }

    @Override
    public Asked.Payload.Json next() {
        in.from = in.at;
        boolean first = !begun;
        begun = true;
        if (first) {
            in.skip((byte) 0xEF, (byte) 0xBB, (byte) 0xBF);
        }
        var place = new Place(line + 1, 0);
        byte[] array = array(first);
        return array == null ? null : arrays.read(array, place);
    }

    /// Null where no row is left; the first part may be empty.
    private byte[] array(boolean first) {
        var array = new ByteArrayOutputStream(1024);
        int rows = 0;
        int feeds = 0;
        while (rows < rowsFull && array.size() < bytesFull && findLine()) {
            line++;
            int start = start();
            if (start < lineEnd) {
                array.write(rows++ == 0 ? '[' : ',');
                for (; feeds > 0; feeds--) {
                    array.write('\n');
                }
                array.write(in.bytes, in.at, requireObject(start) - in.at);
            } else if (!first) {
                // Blank lines without end take no room.
                in.from = in.at;
            }
            feeds++;
            in.at = Math.min(in.end, lineEnd + 1);
        }
        if (rows == 0 && !first) {
            return null;
        }
        if (rows == 0) {
            array.write('[');
        }
        array.write(']');
        return array.toByteArray();
    }

    /// Whether there is a line at `at`; finds its end.
    private boolean findLine() {
        if (!in.has()) {
            return false;
        }
        int seen = 0;
        do {
            for (int i = in.at + seen; i < in.end; i++) {
                if (in.bytes[i] == '\n') {
                    lineEnd = i;
                    return true;
                }
            }
            seen = in.end - in.at;
        } while (in.more());
        lineEnd = in.end;
        return true;
    }

    /// Where the line's first character is that is no blank.
    private int start() {
        int i = in.at;
        while (i < lineEnd && blank(in.bytes[i])) {
            i++;
        }
        return i;
    }

    /// Where the object that makes up the line ends, as far as brackets tell.
    private int requireObject(int start) {
        int end = start;
        if (in.bytes[start] == '{') {
            end = behindObject(start);
        }
        if (end == start) {
            throw invalid(" is not one whole JSON object.");
        }
        for (int i = end; i < lineEnd; i++) {
            if (!blank(in.bytes[i])) {
                throw invalid(" holds more than one JSON object.");
            }
        }
        return end;
    }

    /// `start` where the object has no end.
    private int behindObject(int start) {
        int depth = 0;
        boolean string = false;
        for (int i = start; i < lineEnd; i++) {
            switch (in.bytes[i]) {
                case '\\' -> i += string ? 1 : 0;
                case '"' -> string = !string;
                case '{', '[' -> depth += string ? 0 : 1;
                case '}', ']' -> {
                    depth -= string ? 0 : 1;
                    if (depth == 0 && !string) {
                        return i + 1;
                    }
                }
                default -> {
                    // Neither begins nor ends anything.
                }
            }
        }
        return start;
    }

    private Refusal invalid(String how) {
        return new Refusal(RestFailure.InvalidBody.json("Line " + line + how));
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
