package dev.loam.modules.realtime.rows;

import dev.loam.kernel.changes.RowJson;
import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import dev.loam.ports.changes.Change.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The messages made of one change: each once, for all who are told the same. For one thread.
///
/// Shape: `{"ids":[…],"data":{"schema","table","commit_timestamp","type","columns","record",
/// "old_record","errors"},"loam":{"position","order"}}`.
final class Payloads {
    private static final int BYTES_MAX = 1 << 20;
    private static final int SMALL_BYTES = 64;
    private static final String UNAUTHORIZED = "Error 401: Unauthorized";
    private static final String TOO_LARGE = "Error 413: Payload Too Large";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final RowEvent event;
    private final RowJson writer;
    private final Map<What, byte[]> made = new HashMap<>();

    /// The writer is one for the table of the change.
    Payloads(RowEvent event, RowJson writer) {
        this.event = event;
        this.writer = writer;
    }

    /// What one is told of it: the `columns` that its role may see, those it `select`ed (null: all)
    /// and whether it may know the whole `old` row.
    private record What(
            List<Long> ids, Set<String> columns, List<String> select, boolean old) {
    }

    /// The message for one who may see these columns.
    byte[] row(List<Long> ids, Set<String> columns, List<String> select, boolean old) {
        return made.computeIfAbsent(new What(ids, columns, select, old), this::made);
    }

    /// That for one who may not even know which row it was.
    byte[] unauthorized(List<Long> ids) {
        return made.computeIfAbsent(new What(ids, Set.of(), List.of(), false),
                what -> message(what, _ -> false, false, UNAUTHORIZED));
    }

    private byte[] made(What what) {
        Predicate<TableColumn> seen = column -> column.published()
                && what.columns.contains(column.name())
                && (what.select == null || what.select.contains(column.name()) || column.key());
        var message = message(what, seen, false, null);
        return message.length <= BYTES_MAX ? message : message(what, seen, true, TOO_LARGE);
    }

    private byte[] message(
            What what, Predicate<TableColumn> seen, boolean smallOnly, String error) {
        var json = new PayloadText(512).raw("{\"ids\":").raw(what.ids.toString())
                .raw(",\"data\":{\"schema\":").string(event.table().name().schema())
                .raw(",\"table\":").string(event.table().name().name())
                .raw(",\"commit_timestamp\":\"").raw(time(event.at()))
                .raw("\",\"type\":\"").raw(event.kind().name()).raw("\",\"columns\":");
        columns(json, seen);
        if (event.after() != null) {
            record(json.raw(",\"record\":"), event.after(), seen, smallOnly);
        }
        if (event.kind() != Kind.INSERT) {
            json.raw(",\"old_record\":");
            if (what.old) {
                record(json, event.before(), seen, smallOnly);
            } else {
                record(json, event.oldKey(), seen.and(event.keys()), smallOnly);
            }
        }
        json.raw(",\"errors\":");
        if (error == null) {
            json.raw("null");
        } else {
            json.raw("[").string(error).raw("]");
        }
        return json.raw("},\"loam\":{\"position\":\"")
                .raw(event.place().position().toString()).raw("\",\"order\":")
                .raw(Integer.toString(event.place().order())).raw("}}").toByteArray();
    }

    private void columns(PayloadText json, Predicate<TableColumn> seen) {
        json.raw("[");
        boolean first = true;
        for (var column : event.table().columns()) {
            if (seen.test(column)) {
                json.raw(first ? "{\"name\":" : ",{\"name\":").string(column.name())
                        .raw(",\"type\":").string(column.typeName()).raw("}");
                first = false;
            }
        }
        json.raw("]");
    }

    private void record(
            PayloadText json, RowView row, Predicate<TableColumn> seen, boolean smallOnly) {
        json.raw("{");
        boolean first = true;
        for (var column : event.table().columns()) {
            if (!seen.test(column) || !row.knows(column)) {
                continue;
            }
            var cell = row.cell(column);
            if (smallOnly && cell != null && cell.length > SMALL_BYTES) {
                continue;
            }
            json.raw(first ? "" : ",").string(column.name()).raw(":");
            row.write(writer, column, json);
            first = false;
        }
        json.raw("}");
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}
