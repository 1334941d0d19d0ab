package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The results of several statements of one insert, added up to what one statement would have had.
final class Inserted {
    /// What `json_agg` puts between rows, and what `json_strip_nulls` leaves of it.
    private static final byte[] BETWEEN_ROWS = ", \n ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BETWEEN_STRIPPED = ",".getBytes(StandardCharsets.US_ASCII);

    private final Format format;
    private final int bytesMax;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private long page;
    private byte[] empty;
    private byte[] location;
    private Rows last;
    private Rows whole;

    /// `bytesMax` bounds the rows that are given back.
    Inserted(Format format, int bytesMax) {
        this.format = format;
        this.bytesMax = bytesMax;
    }

    /// Whether bodies of this format can be joined.
    static boolean joins(Format format) {
        return switch (format) {
            case Format.Json _, Format.Lines _, Format.Csv _, Format.Nothing _ -> true;
            case Format.GeoJson _, Format.Scalar _, Format.Custom _ -> false;
        };
    }

    /// Fails: 413 LOAM-REST-081.
    void add(Rows rows) {
        byte[] part = rows.bytes(0, Result.BODY);
        long shown = rows.number(0, Result.PAGE, 0);
        if (part != null && shown > 0) {
            join(part);
            if (body.size() > bytesMax) {
                throw new Refusal(new RestFailure.AnswerTooLarge(bytesMax));
            }
        }
        empty = part;
        page += shown;
        location = location == null ? rows.bytes(0, Result.LOCATION) : location;
        last = rows;
    }

    private void join(byte[] part) {
        boolean first = body.size() == 0;
        switch (format) {
            case Format.Json json when json.object() -> {
                // Of several rows none is shown.
                if (first) {
                    body.writeBytes(part);
                }
            }
            case Format.Json json -> {
                body.writeBytes(first ? new byte[] {'['}
                        : json.stripNulls() ? BETWEEN_STRIPPED : BETWEEN_ROWS);
                body.write(part, 1, part.length - 2);
            }
            case Format.Csv _ -> {
                int start = first ? 0 : headerEnd(part);
                body.write(part, start, part.length - start);
            }
            case Format.Lines _, Format.Nothing _, Format.GeoJson _, Format.Scalar _,
                    Format.Custom _ -> body.writeBytes(part);
        }
    }

    /// Where the line feed behind the header is, which may have others within quotes.
    private static int headerEnd(byte[] csv) {
        boolean quoted = false;
        int i = 0;
        for (; csv[i] != '\n' || quoted; i++) {
            quoted ^= csv[i] == '"';
        }
        return i;
    }

    /// The row of [Result], once all are added. What the transaction has counted and set is in the
    /// last statement's.
    Rows whole() {
        if (whole == null) {
            whole = made();
        }
        return whole;
    }

    private Rows made() {
        byte[][] row = last.values().getFirst().clone();
        row[Result.PAGE] = Long.toString(page).getBytes(StandardCharsets.US_ASCII);
        row[Result.LOCATION] = location;
        row[Result.BODY] = gathered();
        return new Rows(last.columns(), List.<byte[][]>of(row), last.affected());
    }

    private byte[] gathered() {
        if (body.size() == 0) {
            return empty;
        }
        byte[] rows = body.toByteArray();
        if (format instanceof Format.Json json && !json.object()) {
            rows = Arrays.copyOf(rows, rows.length + 1);
            rows[rows.length - 1] = ']';
        }
        return rows;
    }
}
