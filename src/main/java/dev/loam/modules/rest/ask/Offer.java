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
import java.util.Objects;
import java.util.stream.Collectors;

/// What a target can be delivered as, beside JSON and CSV.
///
/// `spatial` rows can become GeoJSON. `content` is what stands where the result is a single value
/// per row. `own` are the handlers made for the target: aggregates over a relation's rows, or the
/// function that is called. `general` are the aggregates over rows of any kind.
public record Offer(
        boolean spatial, Content content, List<MediaHandler> own, List<MediaHandler> general) {
    /// The plainest offer, that of most tables.
    public static final Offer PLAIN = new Offer(false, Content.ROWS, List.of(), List.of());

    public enum Content { ROWS, TEXT, BYTES }

    public static Offer of(Table table, Shape shape, Catalog catalog) {
        Content content = content(shape, table.columns());
        boolean spatial = spatial(table.columns().values());
        if (content == Content.ROWS && !spatial && catalog.mediaHandlers().isEmpty()) {
            return PLAIN;
        }
        // An aggregate over the relation's rows can take nothing but whole rows.
        boolean whole = shape.select().equals(Shape.ALL.select());
        List<MediaHandler> own = whole ? aggregates(catalog, table.name()) : List.of();
        return new Offer(spatial, content, own, aggregates(catalog, null));
    }

    public static Offer of(Function function, Shape shape, Catalog catalog) {
        Function.Returns returns = function.returns();
        if (!returns.row()) {
            List<MediaHandler> own = catalog.mediaHandlers().stream()
                    .filter(handler -> !handler.aggregate()
                            && handler.function().equals(function.name()))
                    .toList();
            Content content = returns.type().equals("bytea") ? Content.BYTES : Content.TEXT;
            return new Offer(false, content, own, aggregates(catalog, null));
        }
        Table table = returns.table() == null ? null : catalog.table(returns.table());
        if (table != null) {
            return of(table, shape, catalog);
        }
        Map<String, Column> columns = returns.columns().stream().collect(
                Collectors.toMap(Column::name, column -> column, (a, _) -> a));
        return new Offer(spatial(returns.columns()), content(shape, columns),
                List.of(), aggregates(catalog, null));
    }

    private static List<MediaHandler> aggregates(Catalog catalog, TableName table) {
        return catalog.mediaHandlers().stream()
                .filter(handler -> handler.aggregate() && Objects.equals(handler.table(), table))
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
