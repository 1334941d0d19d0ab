package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import dev.loam.ports.changes.Change.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// One thing wanted, understood as far as it can be without the database.
///
/// `id` is the same for the same thing wanted, in any process, and a whole number that JavaScript
/// can hold. `table` is null for all tables of the schema, `schema` is null for all of them.
/// `trouble` is null unless nothing can come of it.
record Watch(
        long id, Wanted wanted, Set<Kind> kinds, String schema, String table,
        List<Filter> filters, String trouble) {
    private static final String ANY = "*";
    private static final int SELECT_MAX = 1_600;

    static Watch of(Wanted wanted) {
        var kinds = kinds(wanted.event());
        var schema = ANY.equals(wanted.schema()) ? null : wanted.schema();
        var table = wanted.table() == null || ANY.equals(wanted.table()) ? null : wanted.table();
        List<Filter> filters = List.of();
        String trouble = null;
        try {
            filters = FilterParser.parse(wanted.filter());
        } catch (FilterParser.Malformed bad) {
            trouble = "The filter cannot be read: " + bad.getMessage();
        }
        if (kinds.isEmpty()) {
            trouble = "The event is not one of INSERT, UPDATE, DELETE and *";
        } else if (wanted.schema() == null || schema == null && table != null) {
            trouble = "A schema has to be named";
        } else if (table == null && (!filters.isEmpty() || wanted.select() != null)) {
            trouble = "A filter or a list of columns needs the name of a table";
        } else if (wanted.select() != null
                && (wanted.select().isEmpty() || wanted.select().size() > SELECT_MAX)) {
            trouble = "The list of columns is empty, or too long";
        }
        return new Watch(id(wanted), wanted, kinds, schema, table, filters, trouble);
    }

    private static Set<Kind> kinds(String event) {
        return switch (event == null ? "" : event.toUpperCase(Locale.ROOT)) {
            case "INSERT" -> Set.of(Kind.INSERT);
            case "UPDATE" -> Set.of(Kind.UPDATE);
            case "DELETE" -> Set.of(Kind.DELETE);
            case ANY -> Set.of(Kind.INSERT, Kind.UPDATE, Kind.DELETE);
            default -> Set.of();
        };
    }

    /// The table, null for a watch of more than one.
    TableName tableName() {
        return table == null ? null : new TableName(schema, table);
    }

    boolean covers(TableName name) {
        return (schema == null || schema.equals(name.schema()))
                && (table == null || table.equals(name.name()));
    }

    /// What was wanted, for messages.
    String described() {
        return "event: " + wanted.event() + ", schema: " + wanted.schema() + ", table: "
                + (wanted.table() == null ? ANY : wanted.table()) + ", filters: ["
                + filters.stream().map(one -> one.column() + " "
                        + (one.negated() ? "not " : "") + one.operator().word() + " "
                        + (one.value() == null ? one.values() : one.value()))
                        .collect(Collectors.joining(", ")) + "]";
    }

    /// 53 bits of FNV-1a over the parts, each behind its length.
    private static long id(Wanted wanted) {
        long hash = 0xcbf29ce484222325L;
        hash = mixed(hash, wanted.event());
        hash = mixed(hash, wanted.schema());
        hash = mixed(hash, wanted.table());
        hash = mixed(hash, wanted.filter());
        if (wanted.select() != null) {
            for (var column : wanted.select()) {
                hash = mixed(hash, column);
            }
        }
        return (hash ^ hash >>> 53) & (1L << 53) - 1;
    }

    private static long mixed(long seed, String part) {
        long hash = (seed ^ (part == null ? -1 : part.length())) * 0x100000001b3L;
        for (int i = 0; part != null && i < part.length(); i++) {
            hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
