package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.modules.rest.failure.RestFailure;
import java.io.ByteArrayOutputStream;
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
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final byte[] csv;
    private final ByteArrayOutputStream json;
    private final List<String> header = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private int at;
    private int line = 1;
    private int rows;

    // The field just read.
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private boolean quoted;
    private boolean last;

    private CsvBody(byte[] csv) {
        this.csv = csv;
        this.json = new ByteArrayOutputStream(csv.length * 2 + 16);
    }

    /// Fails: 400 PGRST102 for lines of unequal length, stray or open quotes, or no header.
    static Asked.Payload.Json read(byte[] csv) {
        return new CsvBody(csv).read();
    }

    private Asked.Payload.Json read() {
        if (csv.length >= 3 && csv[0] == (byte) 0xEF && csv[1] == (byte) 0xBB
                && csv[2] == (byte) 0xBF) {
            at = 3;
        }
        header();
        json.write('[');
        while (skipEmptyLines()) {
            row();
        }
        json.write(']');
        return new Asked.Payload.Json(json.toByteArray(), true, List.copyOf(header), rows);
    }

    private void header() {
        if (!skipEmptyLines()) {
            throw notEnough();
        }
        Set<String> seen = new LinkedHashSet<>();
        do {
            field();
            String name = Percent.utf8(
                    field.toString(StandardCharsets.ISO_8859_1), "CSV header");
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
        do {
            field();
            if (column == names.size()) {
                throw ragged(startLine);
            }
            if (column > 0) {
                json.write(',');
            }
            json.writeBytes(names.get(column++));
            value();
        } while (!last);
        if (column < names.size()) {
            throw ragged(startLine);
        }
        json.write('}');
    }

    private void value() {
        byte[] bytes = field.toByteArray();
        if (!quoted && Arrays.equals(bytes, NULL)) {
            json.writeBytes(new byte[] {'n', 'u', 'l', 'l'});
            return;
        }
        json.write('"');
        for (byte b : bytes) {
            if (b == '"' || b == '\\') {
                json.write('\\');
                json.write(b);
            } else if (b >= 0 && b < ' ') {
                json.writeBytes(new byte[] {
                    '\\', 'u', '0', '0', (byte) HEX[b >> 4], (byte) HEX[b & 15]});
            } else {
                json.write(b);
            }
        }
        json.write('"');
    }

    /// Reads one field and the separator or line end after it.
    private void field() {
        field.reset();
        quoted = at < csv.length && csv[at] == '"';
        if (quoted) {
            quotedField();
        } else {
            while (at < csv.length && csv[at] != ',' && csv[at] != '\n' && csv[at] != '\r') {
                if (csv[at] == '"' || csv[at] == 0) {
                    throw invalid("a stray " + (csv[at] == 0 ? "NUL" : "quote"));
                }
                field.write(csv[at++]);
            }
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
