package dev.loam.modules.rest.ask;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.MediaHandler;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Selected;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a target can be delivered as, beside JSON and CSV.
///
/// `spatial` rows can become GeoJSON. `content` is what stands where the result is a single value
/// per row. `handlers` make media types of rows; `own` are the media types a function returns by
/// itself, its result being a domain of that name.
public record Offer(
        boolean spatial, Content content, List<MediaHandler> handlers, List<String> own) {
    /// The plainest offer, that of most tables.
    public static final Offer PLAIN = new Offer(false, Content.ROWS, List.of(), List.of());

    public enum Content { ROWS, TEXT, BYTES }

    public static Offer of(Table table, Shape shape, Catalog catalog) {
        Content content = content(shape, table.columns());
        boolean spatial = spatial(table.columns().values());
        if (content == Content.ROWS && !spatial && catalog.mediaHandlers().isEmpty()) {
            return PLAIN;
        }
        return new Offer(spatial, content, handlers(table.name(), catalog), List.of());
    }

    public static Offer of(Function function, Shape shape, Catalog catalog) {
        Function.Returns returns = function.returns();
        if (!returns.row()) {
            List<String> own = catalog.mediaHandlers().stream()
                    .filter(handler -> handler.function().equals(function.name()))
                    .map(MediaHandler::mediaType).toList();
            Content content = returns.type().equals("bytea") ? Content.BYTES : Content.TEXT;
            return new Offer(false, content, List.of(), own);
        }
        Table table = returns.table() == null ? null : catalog.table(returns.table());
        if (table != null) {
            return of(table, shape, catalog);
        }
        Map<String, Column> columns = returns.columns().stream().collect(
                Collectors.toMap(Column::name, column -> column, (a, _) -> a));
        return new Offer(spatial(returns.columns()), content(shape, columns),
                handlers(null, catalog), List.of());
    }

    /// Aggregates for this relation first, then those for any; never a function that a client calls
    /// by its name.
    private static List<MediaHandler> handlers(TableName table, Catalog catalog) {
        return catalog.mediaHandlers().stream()
                .filter(handler -> handler.table() == null || handler.table().equals(table))
                .filter(handler -> catalog.functionsNamed(handler.function()).isEmpty())
                .sorted((one, other) -> Boolean.compare(
                        one.table() == null, other.table() == null))
                .toList();
    }

    private static boolean spatial(Collection<Column> columns) {
        for (Column column : columns) {
            if (column.typeName().equals("geometry") || column.typeName().equals("geography")) {
                return true;
            }
        }
        return false;
    }

    private static Content content(Shape shape, Map<String, Column> columns) {
        if (shape.select().size() != 1
                || !(shape.select().getFirst() instanceof Selected.Column only)
                || only.isAll()) {
            return Content.ROWS;
        }
        String type = only.cast();
        if (type == null && only.aggregate() == null && only.field().path().isEmpty()) {
            Column column = columns.get(only.field().column());
            type = column == null ? null : column.baseType();
        }
        return "bytea".equals(type) ? Content.BYTES : Content.TEXT;
    }
}
