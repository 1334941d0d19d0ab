package dev.loam.modules.rest.ask;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Function.Parameter;
import dev.loam.kernel.catalog.Function.Returns;
import dev.loam.kernel.catalog.Function.Volatility;
import dev.loam.kernel.catalog.MediaHandler;
import dev.loam.kernel.catalog.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A small schema made by hand: books, places, a view to read, and a few functions.
public final class Library {
    public static final Table BOOKS = table("books", Table.Kind.TABLE, true,
            column("id", "integer"), column("title", "text"), column("cover", "bytea"));
    public static final Table AUDITED = new Table(new TableName("api", "audited"),
            Table.Kind.TABLE, null, true, true, true, true, List.of("id"),
            Map.of("id", column("id", "integer")));
    public static final Table PLACES = table("places", Table.Kind.VIEW, false,
            column("id", "integer"), column("at", "geometry"));

    private Library() {
    }

    public static Catalog catalog(MediaHandler... handlers) {
        Map<TableName, Table> tables = new LinkedHashMap<>();
        Stream.of(BOOKS, AUDITED, PLACES).forEach(table -> tables.put(table.name(), table));
        Map<FunctionName, List<Function>> functions = new LinkedHashMap<>();
        Stream.of(
                function("add_them", Volatility.IMMUTABLE, scalar("integer"), Map.of(), "a", "b"),
                function("touch", Volatility.VOLATILE, scalar("void"), Map.of()),
                function("serial", Volatility.VOLATILE, scalar("integer"), Map.of(
                        "statement_timeout", "4s", "default_transaction_isolation",
                        "serializable", "work_mem", "1GB")),
                function("raw", Volatility.STABLE, scalar("bytea"), Map.of()),
                function("get_page", Volatility.STABLE, scalar("api.\"text/html\""), Map.of()),
                function("purge", Volatility.VOLATILE, new Returns(true, true, "api.books",
                        BOOKS.name(), List.of()), Map.of()))
                .forEach(function -> functions.put(function.name(), List.of(function)));
        return new Catalog(1, 180000, List.of("api", "other"), tables, Map.of(), functions,
                Map.of(), List.of(handlers), Map.of(),
                Map.of());
    }

    public static Function function(String name) {
        return catalog().functionsNamed(new FunctionName("api", name)).getFirst();
    }

    private static Table table(
            String name, Table.Kind kind, boolean writable, Column... columns) {
        Map<String, Column> byName = new LinkedHashMap<>();
        Stream.of(columns).forEach(column -> byName.put(column.name(), column));
        return new Table(new TableName("api", name), kind, null, writable, writable, writable,
                false, List.of("id"), byName);
    }

    private static Column column(String name, String type) {
        return new Column(name, null, true, type, type, "pg_catalog", type, null, null, false,
                false, List.of());
    }

    private static Returns scalar(String type) {
        return new Returns(false, false, type, null, List.of());
    }

    private static Function function(
            String name, Volatility volatility, Returns returns, Map<String, String> settings,
            String... parameters) {
        return new Function(new FunctionName("api", name), null,
                Stream.of(parameters)
                        .map(parameter -> new Parameter(parameter, "integer", true, false))
                        .toList(),
                returns, volatility, false, settings);
    }
}
