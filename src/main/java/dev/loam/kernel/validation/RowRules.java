package dev.loam.kernel.validation;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Catalog.CastPair;
import dev.loam.kernel.catalog.Check;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.catalog.TypeFacts;
import dev.loam.kernel.validation.check.ReadCheck;
import dev.loam.kernel.validation.check.Scope;
import dev.loam.kernel.validation.document.DocumentSchema;
import dev.loam.kernel.validation.document.SchemaComment;
import dev.loam.kernel.validation.value.Kind;
import dev.loam.kernel.validation.value.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What rows of a table, or the arguments of a function, have to be like: compiled once.
///
/// Types are what PostgreSQL reads a body by, before anything else sees it. Whether a value may be
/// null, and the checks, count behind triggers, which may change every value: where there are any,
/// and for views and foreign tables, only types are told.
final class RowRules {
    private static final ValueType UNKNOWN = new ValueType("", Kind.OTHER, null, 0);

    private final String relation;
    private final Map<String, Field> byName = new HashMap<>();
    private final List<Field> fields;
    private final List<ReadCheck> checks;

    private final DocumentSchema schema;

    private RowRules(
            String relation, List<Field> fields, List<ReadCheck> checks, DocumentSchema schema) {
        this.relation = relation;
        this.schema = schema;
        this.fields = List.copyOf(fields);
        this.checks = checks;
        fields.forEach(field -> byName.put(field.name(), field));
    }

    static RowRules of(Table table, Catalog catalog, Schemas schemas) {
        boolean enforced = !table.triggers() && (table.kind() == Table.Kind.TABLE
                || table.kind() == Table.Kind.PARTITIONED_TABLE);
        List<Column> columns = List.copyOf(table.columns().values());
        List<ReadCheck> checks = enforced ? checks(table, columns, catalog) : List.of();
        Set<Integer> kept = new HashSet<>();
        checks.forEach(check -> kept.addAll(check.places()));
        var fields = new ArrayList<Field>(columns.size());
        for (Column column : columns) {
            int place = fields.size();
            boolean through = through(column, catalog);
            TypeFacts facts = catalog.types().get(column.type());
            ValueType type = through ? UNKNOWN : type(column, facts);
            fields.add(new Field(column.name(), place, type, elements(type),
                    !through && !column.nullable()
                            && (enforced || facts != null && facts.notNull()),
                    !enforced || column.defaultSql() != null || column.identity(),
                    column.generated(), kept.contains(place),
                    through ? List.of() : domainChecks(facts, type),
                    type.kind() == Kind.JSON ? SchemaComment.usable(column.comment()) : null));
        }
        return new RowRules(table.name().name(), fields, checks, schemas.rows(table));
    }

    /// Where there is one overload, and its parameters have names; else null.
    static RowRules of(List<Function> overloads, Catalog catalog) {
        if (overloads.size() != 1) {
            return null;
        }
        Function function = overloads.getFirst();
        var fields = new ArrayList<Field>();
        for (Function.Parameter parameter : function.parameters()) {
            if (parameter.name().isEmpty()) {
                return null;
            }
            TypeFacts facts = catalog.types().get(parameter.type());
            ValueType type = facts == null ? ValueType.of(parameter.type(), null, List.of())
                    : ValueType.of(facts.baseType(), facts.lengthMax(), facts.labels());
            fields.add(new Field(parameter.name(), fields.size(), type, elements(type),
                    facts != null && facts.notNull(), !parameter.required(), false, false,
                    domainChecks(facts, type), null));
        }
        return new RowRules(
                null, fields, List.of(), SchemaComment.usable(function.comment()));
    }

    /// Whether a function makes the column's values of JSON: what it takes is its own business.
    private static boolean through(Column column, Catalog catalog) {
        return catalog.representations().containsKey(new CastPair("json", column.type()));
    }

    private static ValueType type(Column column, TypeFacts facts) {
        return ValueType.of(column.baseType(), column.lengthMax(),
                facts == null ? column.enumValues() : facts.labels());
    }

    /// That of the elements where their texts can be read.
    private static ValueType elements(ValueType array) {
        String name = array.name();
        if (!name.endsWith("[]")) {
            return null;
        }
        String element = name.substring(0, name.length() - 2);
        int open = element.indexOf('(');
        Integer length = open < 0 || element.startsWith("numeric") ? null
                : Integer.valueOf(element.substring(open + 1, element.indexOf(')')));
        ValueType type = ValueType.of(element, length, List.of());
        return type.reader() == null ? null : type;
    }

    private static List<ReadCheck> domainChecks(TypeFacts facts, ValueType type) {
        if (facts == null || facts.checks().isEmpty()) {
            return List.of();
        }
        var value = new Scope.Named(0, type.kind(), facts.baseType());
        return read(facts.checks(), new Scope() {
            @Override
            public Named named(String name) {
                return name.equals("VALUE") ? value : null;
            }

            @Override
            public boolean textsDiffer() {
                return true;
            }
        });
    }

    private static List<ReadCheck> checks(Table table, List<Column> columns, Catalog catalog) {
        if (table.checks().isEmpty()) {
            return List.of();
        }
        var names = new HashMap<String, Scope.Named>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            TypeFacts facts = catalog.types().get(column.type());
            if (!through(column, catalog)) {
                names.put(column.name(),
                        new Scope.Named(i, type(column, facts).kind(), column.baseType()));
            }
        }
        return read(table.checks(), new Scope() {
            @Override
            public Named named(String name) {
                return names.get(name);
            }

            @Override
            public boolean textsDiffer() {
                return table.textsDiffer();
            }
        });
    }

    private static List<ReadCheck> read(List<Check> checks, Scope scope) {
        var read = new ArrayList<ReadCheck>();
        for (Check check : checks) {
            ReadCheck one = ReadCheck.of(check.name(), check.definition(), scope);
            if (one != null) {
                read.add(one);
            }
        }
        return List.copyOf(read);
    }

    /// The name of the table in PostgreSQL's words; null for arguments.
    String relation() {
        return relation;
    }

    /// Null for a name that is not known.
    Field field(String name) {
        return byName.get(name);
    }

    List<Field> fields() {
        return fields;
    }

    List<ReadCheck> checks() {
        return checks;
    }

    /// For whole rows; null for none.
    DocumentSchema schema() {
        return schema;
    }
}
