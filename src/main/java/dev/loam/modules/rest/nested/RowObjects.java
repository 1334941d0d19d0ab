package dev.loam.modules.rest.nested;

import dev.loam.kernel.query.Asked.Payload;
import dev.loam.kernel.query.RelatedPlanner;
import dev.loam.modules.rest.ask.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes payloads of rows: values as they were sent, and texts that PostgreSQL gave.
final class RowObjects {
    private RowObjects() {
    }

    /// Rows that set the same columns, those `linked` by the rows around them.
    record Alike(List<String> columns, Set<String> linked) {
    }

    /// The rows by what they set, in order of first appearance.
    static Map<Alike, List<Row>> alike(List<Row> rows) {
        Map<Alike, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            Set<String> columns = new LinkedHashSet<>(row.columns().keySet());
            columns.addAll(row.linked().keySet());
            var alike = new Alike(columns.stream().sorted().toList(),
                    Set.copyOf(row.linked().keySet()));
            groups.computeIfAbsent(alike, _ -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    /// Objects with these columns of the rows, numbered from zero.
    static RelatedPlanner.Objects of(
            List<Row> rows, Collection<String> columns, Set<String> linked) {
        var out = new ByteArrayOutputStream(64 * rows.size() + 16);
        for (int i = 0; i < rows.size(); i++) {
            out.writeBytes(ascii(i == 0 ? "[{\"" : ",{\""));
            out.writeBytes(ascii(RelatedPlanner.NUMBER + "\":" + i));
            Row row = rows.get(i);
            for (String column : columns) {
                member(out, row, column, linked);
            }
            out.write('}');
        }
        out.writeBytes(ascii(rows.isEmpty() ? "[]" : "]"));
        var payload = new Payload.Json(
                out.toByteArray(), true, List.copyOf(columns), rows.size());
        return new RelatedPlanner.Objects(payload, List.copyOf(columns), linked);
    }

    private static void member(
            ByteArrayOutputStream out, Row row, String column, Set<String> linked) {
        boolean link = linked.contains(column);
        Slice slice = row.columns().get(column);
        if (!link && slice == null) {
            return;
        }
        var text = new StringBuilder(",");
        JsonText.quote(column, text);
        text.append(':');
        if (link) {
            String value = row.linked().get(column);
            if (value == null) {
                text.append("null");
            } else {
                JsonText.quote(value, text);
            }
        }
        out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        if (!link) {
            out.write(slice.body(), slice.from(), slice.to() - slice.from());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
