package dev.loam.modules.rest.ask;

import dev.loam.kernel.query.Asked;
import java.util.Arrays;

/// The records of CSV, cut at ends of lines that are not within quotes; the header, which is in the
/// first part, holds for all of them.
final class CsvParts implements Parts {
    private final Window in;
    private final CsvBody csv;
    private final int bytesFull;
    private final int rowsFull;
    private boolean quoted;
    /// The byte before `at`: a quote opens a field behind a separator, or goes on behind its like.
    private byte previous = '\n';

    CsvParts(Window in, CsvBody csv, int bytesFull, int rowsFull) {
        this.in = in;
        this.csv = csv;
        this.bytesFull = bytesFull;
        this.rowsFull = rowsFull;
    }

    @Override
    public Asked.Payload.Json next() {
        boolean first = !csv.begun();
        while (true) {
            in.from = in.at;
            if (!first && !in.has()) {
                return null;
            }
            Asked.Payload.Json rows = csv.read(cut(first));
            if (first || rows.rows() > 0) {
                return rows;
            }
        }
    }

    private byte[] cut(boolean first) {
        if (first) {
            in.skip((byte) 0xEF, (byte) 0xBB, (byte) 0xBF);
        }
        int lines = 0;
        // The header's line is not counted.
        int linesFull = rowsFull + (first ? 1 : 0);
        while (in.has()) {
            byte b = in.bytes[in.at++];
            if (b == '"') {
                quoted = !quoted && opens(previous);
            }
            previous = b;
            if (b == '\n' && !quoted) {
                lines++;
                if (lines >= linesFull || lines > 1 && in.at - in.from >= bytesFull) {
                    break;
                }
            }
        }
        return Arrays.copyOfRange(in.bytes, in.from, in.at);
    }

    private static boolean opens(byte before) {
        return before == ',' || before == '\n' || before == '\r' || before == '"';
    }
}
