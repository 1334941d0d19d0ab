package dev.loam.adapters.postgres.capture;

import dev.loam.ports.changes.CellRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// Reads the text form of a row, `(1,"a ""b""",,"")`, back into the texts of its cells.
///
/// Source: PostgreSQL manual, "Composite Type Input and Output Syntax".
final class CompositeText {
    private final String text;
    private int at = 1;

    private CompositeText(String text) {
        this.text = text;
    }

    /// Fails: IllegalArgumentException when it has another number of cells, or is no row.
    static CellRow row(String text, int cells) {
        var parser = new CompositeText(text);
        var row = new ArrayList<byte[]>(cells);
        try {
            while (cells > 0 && row.size() < cells) {
                row.add(parser.cell());
                char end = text.charAt(parser.at++);
                if (end == ')') {
                    break;
                }
            }
        } catch (StringIndexOutOfBoundsException _) {
            row.clear();
        }
        if (row.size() != cells || cells > 0 && parser.at != text.length()) {
            throw new IllegalArgumentException("a row that does not have " + cells + " cells");
        }
        return new CellRow(row.toArray(byte[][]::new));
    }

    /// The next cell, up to the comma or parenthesis behind it; nothing at all is NULL.
    private byte[] cell() {
        char next = text.charAt(at);
        if (next == ',' || next == ')') {
            return null;
        }
        if (next == '"') {
            return quoted();
        }
        int from = at;
        while (text.charAt(at) != ',' && text.charAt(at) != ')') {
            at++;
        }
        return bytes(text.substring(from, at));
    }

    private byte[] quoted() {
        var cell = new StringBuilder();
        at++;
        while (true) {
            char next = text.charAt(at++);
            if (next == '\\') {
                cell.append(text.charAt(at++));
            } else if (next != '"') {
                cell.append(next);
            } else if (text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                return bytes(cell.toString());
            }
        }
    }

    /// A new array for the empty text, too, which [CellRow#UNCHANGED] must not be taken for.
    private static byte[] bytes(String text) {
        return text.isEmpty() ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
