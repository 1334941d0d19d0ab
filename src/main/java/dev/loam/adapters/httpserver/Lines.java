package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Takes CRLF-ended lines off the input: `inbound.bytes[from..to)` is the last one, without its
/// end, valid until the next call.
///
/// A lone LF is no line end here, although RFC 9112 section 2.2 would allow it: a proxy in front
/// that sees the bytes differently is how requests are smuggled.
final class Lines {
    enum Found { LINE, TOO_LONG, LONE_LF, NOTHING }

    private final Inbound inbound;
    int from;
    int to;

    Lines(Inbound inbound) {
        this.inbound = inbound;
    }

    /// `NOTHING` when the stream ends before the line does.
    Found next(int bytesMax, Patience patience) throws IOException {
        int scanned = 0;
        while (true) {
            byte[] bytes = inbound.bytes;
            int start = inbound.at;
            int stop = (int) Math.min(inbound.end, start + bytesMax + 2L);
            for (int i = start + scanned; i < stop; i++) {
                if (bytes[i] == '\n') {
                    from = start;
                    to = i - 1;
                    inbound.at = i + 1;
                    boolean whole = i > start && bytes[to] == '\r';
                    return whole ? Found.LINE : Found.LONE_LF;
                }
            }
            scanned = stop - start;
            if (scanned >= bytesMax + 2L) {
                return Found.TOO_LONG;
            }
            if (!inbound.fill(patience.leftMillis())) {
                return Found.NOTHING;
            }
        }
    }

    String text(int start, int stop) {
        return new String(inbound.bytes, start, stop - start, StandardCharsets.ISO_8859_1);
    }

    /// A piece of the line for a message: short and printable.
    String excerpt(int start, int stop) {
        var text = new StringBuilder(48).append('\'');
        for (int i = start; i < stop && i < start + 40; i++) {
            int c = inbound.bytes[i] & 0xff;
            if (c >= ' ' && c < 0x7f) {
                text.append((char) c);
            } else {
                text.append(String.format("\\x%02x", c));
            }
        }
        return text.append(stop - start > 40 ? "…'" : "'").toString();
    }
}
