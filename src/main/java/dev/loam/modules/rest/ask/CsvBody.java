package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.validation.BodyCheck;
import dev.loam.modules.rest.failure.RestFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// CSV with a header line, made into a JSON array of objects whose values are strings; an unquoted
/// `NULL` is null. Empty lines are left out.
///
/// Works on bytes: in UTF-8 no byte of a longer character equals a comma, quote or line end.
/// Source: RFC 4180; PostgREST documentation, "Bulk Insert", for `NULL`.
final class CsvBody {
    private static final byte[] NULL = {'N', 'U', 'L', 'L'};
    private static final byte[] JSON_NULL = {'n', 'u', 'l', 'l'};
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final List<String> header = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private final BodyCheck check;
    private byte[] csv;
    private Text json;
    private int at;
    private int line = 1;
    private int rows;

    // The field just read.
    private final Text field = new Text(64);
    private boolean quoted;
    private boolean last;

    /// `check` looks at the rows, and may be null.
    CsvBody(BodyCheck check) {
        this.check = check;
    }

    /// Bytes that grow; those of the JDK take a lock for each.
    private static final class Text {
        private byte[] bytes;
        private int size;

        Text(int capacity) {
            bytes = new byte[capacity];
        }

        void write(int b) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
            }
            bytes[size++] = (byte) b;
        }

        void write(byte[] from, int start, int length) {
            if (bytes.length - size < length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
            }
            System.arraycopy(from, start, bytes, size, length);
            size += length;
        }

        byte[] copy() {
            return Arrays.copyOf(bytes, size);
        }

        String utf8() {
            return new String(bytes, 0, size, StandardCharsets.UTF_8);
        }

        boolean is(byte[] other) {
            return Arrays.equals(bytes, 0, size, other, 0, other.length);
        }
    }

    /// Fails: 400 PGRST102 for lines of unequal length, stray or open quotes, or no header.
    static Asked.Payload.Json whole(byte[] csv, BodyCheck check) {
        return new CsvBody(check).read(csv);
    }

    /// Whether the header has been read.
    boolean begun() {
        return !names.isEmpty();
    }

    /// The rows of the next stretch of a text, which ends with a line; the first one has the
    /// header. Fails as [#whole] does.
    Asked.Payload.Json read(byte[] part) {
        csv = part;
        at = 0;
        rows = 0;
        json = new Text(csv.length * 2 + 16);
        if (!begun()) {
            at = csv.length >= 3 && csv[0] == (byte) 0xEF && csv[1] == (byte) 0xBB
                    && csv[2] == (byte) 0xBF ? 3 : 0;
            header();
        }
        json.write('[');
        while (skipEmptyLines()) {
            row();
        }
        json.write(']');
        return new Asked.Payload.Json(json.copy(), true, List.copyOf(header), rows);
    }

    private void header() {
        if (!skipEmptyLines()) {
            throw notEnough();
        }
        Set<String> seen = new LinkedHashSet<>();
        do {
            field();
            String name = Percent.utf8(
                    new String(field.copy(), StandardCharsets.ISO_8859_1), "CSV header");
            if (!seen.add(name)) {
                throw invalid("column \"" + name + "\" given twice");
            }
            var prefix = new StringBuilder();
            JsonText.quote(name, prefix);
            names.add(prefix.append(':').toString().getBytes(StandardCharsets.UTF_8));
        } while (!last);
        if (at == csv.length && csv[at - 1] != '\n' && csv[at - 1] != '\r') {
            throw notEnough();
        }
        header.addAll(seen);
    }

    private void row() {
        json.write(rows++ == 0 ? '{' : ',');
        if (rows > 1) {
            json.write('{');
        }
        int startLine = line;
        int column = 0;
        if (check != null) {
            check.begin();
        }
        do {
            field();
            if (column == names.size()) {
                throw ragged(startLine);
            }
            if (column > 0) {
                json.write(',');
            }
            if (check != null) {
                check.text(header.get(column), isNull() ? null : field.utf8());
            }
            byte[] name = names.get(column++);
            json.write(name, 0, name.length);
            value();
        } while (!last);
        if (column < names.size()) {
            throw ragged(startLine);
        }
        json.write('}');
        if (check != null) {
            check.end(true);
        }
    }

    private boolean isNull() {
        return !quoted && field.is(NULL);
    }

    private void value() {
        if (isNull()) {
            json.write(JSON_NULL, 0, JSON_NULL.length);
            return;
        }
        json.write('"');
        int clean = 0;
        for (int i = 0; i < field.size; i++) {
            byte b = field.bytes[i];
            if (b != '"' && b != '\\' && (b < 0 || b >= ' ')) {
                continue;
            }
            json.write(field.bytes, clean, i - clean);
            clean = i + 1;
            json.write('\\');
            if (b >= ' ') {
                json.write(b);
            } else {
                byte[] escape = {'u', '0', '0', (byte) HEX[b >> 4], (byte) HEX[b & 15]};
                json.write(escape, 0, escape.length);
            }
        }
        json.write(field.bytes, clean, field.size - clean);
        json.write('"');
    }

    /// Reads one field and the separator or line end after it.
    private void field() {
        field.size = 0;
        quoted = at < csv.length && csv[at] == '"';
        if (quoted) {
            quotedField();
        } else {
            int start = at;
            while (at < csv.length && csv[at] != ',' && csv[at] != '\n' && csv[at] != '\r') {
                if (csv[at] == '"' || csv[at] == 0) {
                    throw invalid("a stray " + (csv[at] == 0 ? "NUL" : "quote"));
                }
                at++;
            }
            field.write(csv, start, at - start);
        }
        last = at >= csv.length || csv[at] != ',';
        if (!last) {
            at++;
        } else {
            lineEnd();
        }
    }

    private void quotedField() {
        for (at++; at < csv.length; at++) {
            if (csv[at] == '"') {
                at++;
                if (at >= csv.length || csv[at] != '"') {
                    return;
                }
            }
            if (csv[at] == 0) {
                throw invalid("a stray NUL");
            }
            line += csv[at] == '\n' ? 1 : 0;
            field.write(csv[at]);
        }
        throw invalid("a quote that is not closed");
    }

    private void lineEnd() {
        if (at >= csv.length) {
            return;
        }
        boolean carriage = csv[at] == '\r';
        if (carriage && at + 1 < csv.length && csv[at + 1] == '\n') {
            at++;
        } else if (!carriage && csv[at] != '\n') {
            throw invalid("text after a closing quote");
        }
        at++;
        line++;
    }

    /// True when there is a line left.
    private boolean skipEmptyLines() {
        while (at < csv.length && (csv[at] == '\n' || csv[at] == '\r')) {
            lineEnd();
        }
        return at < csv.length;
    }

    private Refusal ragged(int lineNumber) {
        return new Refusal(new RestFailure.InvalidBody(
                "All lines must have same number of fields",
                "Line " + lineNumber + " has not the " + names.size() + " fields of the header."));
    }

    private static Refusal notEnough() {
        return new Refusal(new RestFailure.InvalidBody(
                "parse error (not enough input) at \"\"", null));
    }

    private Refusal invalid(String found) {
        return new Refusal(new RestFailure.InvalidBody(
                "Empty or invalid csv", "Found " + found + " in line " + line + "."));
    }
}
