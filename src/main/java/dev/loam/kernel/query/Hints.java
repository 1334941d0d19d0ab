package dev.loam.kernel.query;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Function.Parameter;
import dev.loam.kernel.catalog.Names;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import java.util.List;
import java.util.stream.Collectors;

/// The nearest right name for one that was not found; null where none is near.
final class Hints {
    private Hints() {
    }

    static String table(Catalog catalog, TableName name) {
        return catalog.names().nearestTable(name.schema(), name.name(), Names.NAME_MINIMUM)
                .orElse(null);
    }

    static String column(Table table, String name) {
        return Names.nearest(name, table.columns().keySet(), Names.NAME_MINIMUM).orElse(null);
    }

    /// The relation that can be embedded in the origin and is named most alike. Where nothing can
    /// be, the one most like the origin that has something to embed.
    static String relationship(Catalog catalog, TableName origin, Selected.Embed embed) {
        List<Relationship> known = catalog.relationshipsFrom(origin);
        if (known.isEmpty()) {
            return catalog.names()
                    .nearestRelated(origin.schema(), origin.name(), Names.RELATIONSHIP_MINIMUM)
                    .map(name -> perhaps(name, origin.name())).orElse(null);
        }
        if (known.size() > Names.FEW) {
            return null;
        }
        List<String> targets = known.stream().map(one -> one.to().name()).distinct().toList();
        return Names.nearest(embed.target(), targets, Names.RELATIONSHIP_MINIMUM)
                .filter(name -> !name.equals(embed.target()))
                .map(name -> perhaps(name, embed.target())).orElse(null);
    }

    private static String perhaps(String name, String asked) {
        return "Perhaps you meant '" + name + "' instead of '" + asked + "'.";
    }

    /// Another overload whose parameters are named most alike, or a function named most alike.
    static String function(Catalog catalog, FunctionName name, List<String> arguments) {
        var overloads = catalog.functionsNamed(name);
        if (overloads.isEmpty()) {
            return catalog.names()
                    .nearestFunction(name.schema(), name.name(), Names.NAME_MINIMUM)
                    .map(nearest -> name.schema() + "." + nearest).orElse(null);
        }
        List<String> lists = overloads.stream().map(one -> one.parameters().stream()
                .map(Parameter::name).sorted().collect(Collectors.joining(", ", "(", ")")))
                .distinct().toList();
        String asked = arguments.stream().sorted().collect(Collectors.joining(", ", "(", ")"));
        return Names.nearest(asked, lists, Names.PARAMETERS_MINIMUM)
                .map(list -> name + list).orElse(null);
    }
}
