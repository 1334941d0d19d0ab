package dev.loam.app.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Finds the end of one HTTP/1.1 answer in bytes that come in pieces, and keeps its status.
///
/// The body is counted, not kept. Interim answers (1xx) are passed over.
final class AnswerReader {
    private static final int LINE_BYTES_MAX = 16 << 10;

    /// What the next byte belongs to.
    private enum Part { STATUS, FIELDS, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, REST, DONE }

    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int lineLength;
    private Part part;
    private boolean head;
    private int status;
    private long left;
    private boolean chunked;
    private boolean closes;

    AnswerReader() {
        begin(false);
    }

    /// Awaits the answer to a new request; `toHead` when that is a HEAD.
    void begin(boolean toHead) {
        head = toHead;
        part = Part.STATUS;
        lineLength = 0;
        status = 0;
        left = -1;
        chunked = false;
        closes = false;
    }

    int status() {
        return status;
    }

    /// Whether the server closes the connection behind this answer.
    boolean closes() {
        return closes;
    }

    /// Takes what has come in; true when the answer ends with it. Fails for what is not HTTP/1.1
    /// and for bytes behind the end, which nobody asked for.
    boolean take(byte[] bytes, int length) throws IOException {
        int at = 0;
        while (at < length && part != Part.DONE) {
            at = switch (part) {
                case BODY, CHUNK -> skip(at, length);
                case REST -> length;
                case STATUS, FIELDS, CHUNK_SIZE, CHUNK_END, TRAILER -> readLine(bytes, at, length);
                case DONE -> at;
            };
        }
        if (at < length) {
            throw new IOException("bytes follow the answer");
        }
        return part == Part.DONE;
    }

    /// The server has closed; true when that ends the answer as it should.
    boolean takeEnd() {
        return part == Part.REST;
    }

    private int skip(int at, int length) {
        long skipped = Math.min(left, length - at);
        left -= skipped;
        if (left == 0) {
            part = part == Part.BODY ? Part.DONE : Part.CHUNK_END;
        }
        return (int) (at + skipped);
    }

    private int readLine(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        while (at < length) {
            byte next = bytes[at++];
            if (next == '\n') {
                if (lineLength > 0 && line[lineLength - 1] == '\r') {
                    lineLength--;
                }
                endLine();
                lineLength = 0;
                return at;
            }
            if (lineLength == LINE_BYTES_MAX) {
                throw new IOException("a line of the answer is longer than 16 KiB");
            }
            line[lineLength++] = next;
        }
        return at;
    }

    private void endLine() throws IOException {
        switch (part) {
            case STATUS -> readStatus();
            case FIELDS -> {
                if (lineLength == 0) {
                    endFields();
                } else {
                    readField();
                }
            }
            case CHUNK_SIZE -> readChunkSize();
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            case TRAILER -> part = lineLength == 0 ? Part.DONE : Part.TRAILER;
            case BODY, CHUNK, REST, DONE -> throw new IllegalStateException("no line in a body");
        }
    }

    private void readStatus() throws IOException {
        boolean http = lineLength >= 12 && line[0] == 'H' && line[1] == 'T' && line[2] == 'T'
                && line[3] == 'P' && line[8] == ' ';
        int code = 0;
        for (int at = 9; http && at < 12; at++) {
            http = line[at] >= '0' && line[at] <= '9';
            code = code * 10 + line[at] - '0';
        }
        if (!http) {
            throw new IOException("not an HTTP answer: " + text(0, Math.min(lineLength, 40)));
        }
        status = code;
        closes = line[7] == '0';
        part = Part.FIELDS;
    }

    // Most fields do not matter here, and the first letter tells.
    private void readField() throws IOException {
        switch (line[0] | 0x20) {
            case 'c' -> {
                if (named("content-length")) {
                    left = number(value("content-length"), 10);
                } else if (named("connection")) {
                    String value = value("connection").toLowerCase(Locale.ROOT);
                    closes = value.contains("close") || closes && !value.contains("keep-alive");
                }
            }
            case 't' -> {
                if (named("transfer-encoding")) {
                    chunked = value("transfer-encoding").toLowerCase(Locale.ROOT)
                            .endsWith("chunked");
                }
            }
            default -> { }
        }
    }

    private void endFields() {
        if (status / 100 == 1) {
            part = Part.STATUS;
        } else if (head || status == 204 || status == 304) {
            part = Part.DONE;
        } else if (chunked) {
            part = Part.CHUNK_SIZE;
        } else if (left < 0) {
            closes = true;
            part = Part.REST;
        } else {
            part = left == 0 ? Part.DONE : Part.BODY;
        }
    }

    private void readChunkSize() throws IOException {
        String size = text(0, lineLength);
        int extension = size.indexOf(';');
        left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        part = left == 0 ? Part.TRAILER : Part.CHUNK;
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below, with the negative ones.
        }
        throw new IOException("not a length: " + text);
    }

    private boolean named(String name) {
        int length = name.length();
        if (lineLength <= length || line[length] != ':') {
            return false;
        }
        for (int at = 0; at < length; at++) {
            if ((line[at] | 0x20) != name.charAt(at) && line[at] != name.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    private String value(String name) {
        return text(name.length() + 1, lineLength - name.length() - 1).strip();
    }

    private String text(int from, int length) {
        return new String(line, from, length, StandardCharsets.ISO_8859_1);
    }
}
