package dev.loam.kernel.version.mapping;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Changes the rows of an answer while it is written: one row at a time is held, and what stands
/// between rows passes.
final class RowStream extends OutputStream {
    private static final int ROW_BYTES_MAX = 64 << 20;
    private static final int KEPT_BYTES = 64 << 10;

    private final Reshaping reshaping;
    private final OutputStream out;
    private ByteArrayOutputStream row = new ByteArrayOutputStream(1024);
    private final ByteArrayOutputStream changed = new ByteArrayOutputStream(1024);
    private int depth;
    private int rowDepth = -1;
    private boolean array;
    private boolean string;
    private boolean escaped;

    RowStream(Reshaping reshaping, OutputStream out) {
        this.reshaping = reshaping;
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        int from = start;
        for (int i = start; i < start + length; i++) {
            byte b = bytes[i];
            if (string) {
                string = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                string = true;
            } else if (b == '{' || b == '[') {
                if (rowDepth < 0 && b == '{' && (depth == 0 || depth == 1 && array)) {
                    out.write(bytes, from, i - from);
                    from = i;
                    rowDepth = depth;
                } else if (depth == 0) {
                    array = true;
                }
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == rowDepth) {
                    hold(bytes, from, i + 1 - from);
                    from = i + 1;
                    writeRow();
                } else if (depth == 0) {
                    array = false;
                }
            }
        }
        if (rowDepth >= 0) {
            hold(bytes, from, start + length - from);
        } else {
            out.write(bytes, from, start + length - from);
        }
    }

    private void hold(byte[] bytes, int from, int length) throws IOException {
        if (row.size() + (long) length > ROW_BYTES_MAX) {
            throw new IOException("a row of more than " + ROW_BYTES_MAX + " bytes");
        }
        row.write(bytes, from, length);
    }

    private void writeRow() throws IOException {
        byte[] text = row.toByteArray();
        row.reset();
        if (text.length > KEPT_BYTES) {
            // One large row is no reason to hold its room until the last.
            row = new ByteArrayOutputStream(1024);
        }
        rowDepth = -1;
        changed.reset();
        try {
            reshaping.value(text, 0, text.length, changed);
        } catch (JsonText.Broken broken) {
            throw new IOException("a row that is no JSON", broken);
        }
        changed.writeTo(out);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
