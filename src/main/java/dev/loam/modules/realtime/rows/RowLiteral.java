package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import java.util.List;
import java.util.function.Function;

/// PostgreSQL's text forms of rows and of arrays.
///
/// Source: PostgreSQL manual, "Composite Type Input and Output Syntax" and "Array Input and Output
/// Syntax".
final class RowLiteral {
    private RowLiteral() {
    }

    /// A row of the table, its cells given by column: null for NULL.
    static String of(PublishedTable table, Function<TableColumn, String> cells) {
        var text = new StringBuilder(64);
        for (var column : table.columns()) {
            text.append(text.isEmpty() ? '(' : ',');
            var cell = cells.apply(column);
            if (cell != null) {
                quoted(text, cell);
            }
        }
        return text.append(')').toString();
    }

    /// An array, every element of it quoted, so that none is read as NULL or cut at a comma.
    static String array(List<String> elements) {
        var text = new StringBuilder(64).append('{');
        for (var element : elements) {
            quoted(text.append(text.length() > 1 ? "," : ""), element);
        }
        return text.append('}').toString();
    }

    private static void quoted(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }
}
