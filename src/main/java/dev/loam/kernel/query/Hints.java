package dev.loam.kernel.query;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Table;
import java.util.List;

/// The nearest right name for one that was not found; null where none is near.
final class Hints {
    private Hints() {
    }

    static String table(Catalog catalog, TableName name) {
        return null;
    }

    static String column(Table table, String name) {
        return null;
    }

    static String relationship(Catalog catalog, TableName origin, Selected.Embed embed) {
        return null;
    }

    static String function(Catalog catalog, FunctionName name, List<String> arguments) {
        return null;
    }
}
