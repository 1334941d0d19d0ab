package dev.loam.kernel.catalog;

import dev.loam.ports.database.Rows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// One reading of the schema, on the ground of the one before.
///
/// It asks for fingerprints first and then only for what has another one than before, and for what
/// hangs on that: views and the defaults of columns on what they name, columns and functions on
/// their types. The first reading is no different: everything is new to it.
final class Reading {
    private final CatalogQueries queries;
    private final CatalogReader.Options options;
    private final Known before;
    private final SchemaTypes types;
    private final Set<Long> relationsWanted = new HashSet<>();
    private final Set<Long> functionsWanted = new HashSet<>();
    private final Map<Long, Relation> relations;
    private final Map<Long, KnownFunction> functions;
    private Known.Marks marks;
    private Map<Long, String> namespaces;
    private Prints relationPrints;
    private Prints functionPrints;
    private boolean changed;

    Reading(CatalogQueries queries, CatalogReader.Options options, Known before) {
        this.queries = queries;
        this.options = options;
        this.before = before;
        this.types = new SchemaTypes(queries, before.types());
        this.relations = new HashMap<>(before.relations());
        this.functions = new HashMap<>(before.functions());
    }

    /// What is known now; null where too much changed for what was known before to be of use.
    Known read() throws CatalogUnreadable {
        Rows server = queries.rows("server", CatalogQueries.names(options.schemas()));
        marks = new Known.Marks(
                server.number(0, 2, 0), server.number(0, 3, 0), server.number(0, 4, 0));
        namespaces = marks.namespaces() == before.marks().namespaces()
                ? before.namespaces() : namespaces();
        if (!before.isNothing() && (renamed() || marks.others() != before.marks().others())) {
            return null;
        }
        readPrints();
        if (!before.isNothing()) {
            addDependents();
        }
        readFunctions();
        readRelations();
        Catalog catalog = new Assembly(queries, options, before.catalog())
                .catalog(server, relations, functions, types.facts(), changed);
        return new Known(options.schemas(), marks, namespaces, relationPrints, functionPrints,
                types.known(), relations, functions, catalog);
    }

    private Map<Long, String> namespaces() throws CatalogUnreadable {
        Rows rows = queries.rows("namespaces");
        var names = new HashMap<Long, String>();
        for (int row = 0; row < rows.size(); row++) {
            names.put(rows.number(row, 0, 0), rows.text(row, 1));
        }
        return names;
    }

    /// A schema's name is part of so many texts that everything is read again.
    private boolean renamed() {
        return before.namespaces().entrySet().stream().anyMatch(old -> !old.getValue().equals(
                namespaces.getOrDefault(old.getKey(), old.getValue())));
    }

    private void readPrints() throws CatalogUnreadable {
        relationPrints = new PrintReader(queries, "prints", options.schemas())
                .read(before.relationPrints());
        functionPrints = new PrintReader(queries, "function-prints", options.schemas())
                .read(before.functionPrints());
        relationsWanted.addAll(relationPrints.changedSince(before.relationPrints()));
        functionsWanted.addAll(functionPrints.changedSince(before.functionPrints()));
        for (long gone : relationPrints.goneSince(before.relationPrints())) {
            changed |= relations.remove(gone) != null;
        }
        for (long gone : functionPrints.goneSince(before.functionPrints())) {
            changed |= functions.remove(gone) != null;
        }
    }

    private void addDependents() throws CatalogUnreadable {
        Set<Long> named = new HashSet<>(relationsWanted);
        boolean typesChanged = marks.types() != before.marks().types();
        if (!relationsWanted.isEmpty() || !functionsWanted.isEmpty()) {
            typesChanged |= dependents(relationsWanted, functionsWanted, Set.of());
        }
        boolean all = typesChanged;
        Set<SchemaTypes.Key> changedTypes = types.refresh(type -> named.contains(type.named())
                || all && (type.named() == 0 || !type.text().equals(type.baseText())));
        if (changedTypes.isEmpty()) {
            return;
        }
        var ids = new HashSet<Long>();
        changedTypes.forEach(key -> ids.add(key.id()));
        dependents(Set.of(), Set.of(), ids);
        relations.forEach((id, relation) -> {
            if (relation.shape() != null
                    && relation.shape().types().stream().anyMatch(changedTypes::contains)) {
                relationsWanted.add(id);
            }
        });
        functions.forEach((id, function) -> {
            if (function.types().stream().anyMatch(changedTypes::contains)) {
                functionsWanted.add(id);
            }
        });
    }

    /// Whether there are types among them.
    private boolean dependents(Set<Long> ofRelations, Set<Long> ofFunctions, Set<Long> ofTypes)
            throws CatalogUnreadable {
        Rows rows = queries.rows("dependents", CatalogQueries.numbers(ofRelations),
                CatalogQueries.numbers(ofFunctions), CatalogQueries.numbers(ofTypes));
        boolean some = false;
        for (int row = 0; row < rows.size(); row++) {
            if (rows.text(row, 1).equals("t")) {
                some = true;
            } else if (relationPrints.contains(rows.number(row, 0, 0))) {
                relationsWanted.add(rows.number(row, 0, 0));
            }
        }
        return some;
    }

    private void readFunctions() throws CatalogUnreadable {
        changed |= !functionsWanted.isEmpty();
        functionsWanted.forEach(functions::remove);
        new FunctionReader(queries, types, options.schemas()).read(functionsWanted, functions::put);
    }

    private void readRelations() throws CatalogUnreadable {
        var rowTypes = new HashSet<Long>();
        functions.values().forEach(function -> rowTypes.add(function.resultRelation()));
        rowTypes.remove(0L);
        for (long id : rowTypes) {
            Relation known = relations.get(id);
            if (known == null || known.shape() == null) {
                relationsWanted.add(id);
            }
        }
        changed |= !relationsWanted.isEmpty();
        relationsWanted.forEach(relations::remove);
        new RelationReader(queries, types, options.schemas(), rowTypes)
                .read(relationsWanted, relation -> relations.put(relation.id(), relation));
    }
}
