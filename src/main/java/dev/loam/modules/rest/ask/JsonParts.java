package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.Arrays;

/// The elements of a JSON array, cut where a comma stands between two of them.
///
/// To find those commas takes no more than to know strings and brackets. Whether all else is JSON
/// is found out when a part is read as an array of its own: its opening bracket takes the place of
/// the comma before it, so that a fault is found where the whole body would have it.
final class JsonParts implements Parts {
    private enum State { BETWEEN, STRING, ESCAPE }

    private enum Stop { COMMA, CLOSED, BROKEN_OFF }

    private final Window in;
    private final RowArrays arrays;
    private final int bytesFull;
    private final int rowsFull;
    private Place place = Place.START;
    private State state = State.BETWEEN;
    private int depth;
    /// Whether there is anything but blanks behind the last comma.
    private boolean valued;
    private boolean begun;
    private boolean ended;

    /// The window stands at the array's bracket.
    JsonParts(Window in, RowArrays arrays, int bytesFull, int rowsFull) {
        this.in = in;
        this.arrays = arrays;
        this.bytesFull = bytesFull;
        this.rowsFull = rowsFull;
    }

    /// Whether the first thing in the window is an array; `at` is moved there.
    static boolean begins(Window in) {
        while (in.has() && blank(in.bytes[in.at])) {
            in.at++;
        }
        return in.has() && in.bytes[in.at] == '[';
    }

    @Override
    public Asked.Payload.Json next() {
        // Not earlier, so that the first part can still be taken back.
        place = place.behind(in.bytes, in.from, in.at);
        in.from = in.at;
        if (ended) {
            requireNothing();
            return null;
        }
        in.bytes[in.at++] = '[';
        byte[] part = cut();
        begun = true;
        return arrays.read(part, place);
    }

    /// The next part, an array of its own; `at` is left at the comma or the end behind it.
    private byte[] cut() {
        for (int rows = 1;; rows++) {
            valued = false;
            Stop stop = advance();
            ended = stop != Stop.COMMA;
            if (stop == Stop.BROKEN_OFF) {
                return Arrays.copyOfRange(in.bytes, in.from, in.at);
            }
            if (!valued && (begun || rows > 1 || stop == Stop.COMMA)) {
                throw new Refusal(RestFailure.InvalidBody.json(
                        "A value is missing" + here() + "."));
            }
            if (ended) {
                return Arrays.copyOfRange(in.bytes, in.from, ++in.at);
            }
            if (rows >= rowsFull || in.at - in.from >= bytesFull) {
                byte[] part = Arrays.copyOfRange(in.bytes, in.from, in.at + 1);
                part[part.length - 1] = ']';
                return part;
            }
            in.at++;
        }
    }

    /// Moves `at` to the next comma of the array or to the bracket that closes it.
    private Stop advance() {
        do {
            Stop stop = advanceWithin();
            if (stop != null) {
                return stop;
            }
        } while (in.more());
        return Stop.BROKEN_OFF;
    }

    /// The same within what is in the window; null where it is not there.
    private Stop advanceWithin() {
        byte[] bytes = in.bytes;
        int end = in.end;
        int i = in.at;
        Stop stop = null;
        while (i < end && stop == null) {
            switch (state) {
                case STRING -> {
                    i = stringEnd(bytes, i, end);
                    if (i < end) {
                        state = bytes[i++] == '"' ? State.BETWEEN : State.ESCAPE;
                    }
                }
                case ESCAPE -> {
                    i++;
                    state = State.STRING;
                }
                case BETWEEN -> {
                    stop = token(bytes[i]);
                    i += stop == null ? 1 : 0;
                }
            }
        }
        in.at = i;
        return stop;
    }

    private static int stringEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private Stop token(byte b) {
        switch (b) {
            case ' ', '\t', '\n', '\r' -> {
                return null;
            }
            case ',' -> {
                if (depth == 0) {
                    return Stop.COMMA;
                }
            }
            case '{', '[' -> depth++;
            case '}', ']' -> {
                // Whether it is the right one is seen when the part is read.
                if (depth == 0) {
                    return Stop.CLOSED;
                }
                depth--;
            }
            case '"' -> state = State.STRING;
            default -> {
                // Part of a number or of a word.
            }
        }
        valued = true;
        return null;
    }

    private void requireNothing() {
        while (in.has()) {
            if (!blank(in.bytes[in.at])) {
                throw new Refusal(RestFailure.InvalidBody.json(
                        "Something follows the JSON value" + here() + "."));
            }
            // Blanks without end take no room.
            place = place.behind(in.bytes, in.at, in.at + 1);
            in.from = ++in.at;
        }
    }

    private String here() {
        return place.behind(in.bytes, in.from, in.at).at(1, 1);
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r';
    }
}
