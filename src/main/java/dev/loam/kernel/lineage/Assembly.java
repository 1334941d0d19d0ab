package dev.loam.kernel.lineage;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.CellText;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes an inventory of the rows of one reading.
final class Assembly {
    private final LineageQueries queries;
    private final Map<Long, List<Long>> children = new HashMap<>();
    private final Map<Long, Uses> rules = new HashMap<>();
    private final Map<Long, List<ReadRelation.Condition>> policies = new HashMap<>();
    private final Map<Long, ReadRelation> relations = new HashMap<>();
    private final Map<TableName, ReadRelation> relationsByName = new HashMap<>();
    private final Map<Long, ReadFunction> functions = new HashMap<>();
    private final Map<FunctionName, List<ReadFunction>> functionsByName = new HashMap<>();

    Assembly(LineageQueries queries) {
        this.queries = queries;
    }

    Inventory inventory(Told told, boolean standardStrings) throws LineageUnreadable {
        readChildren();
        readRules();
        readPolicies();
        readRelations();
        var operators = Operators.of(queries.rows("operators"));
        var builtins = Builtins.of(queries.rows("builtins"));
        var types = Types.of(queries.rows("types"));
        Rows rows = queries.rows("functions");
        var vocabulary = new Vocabulary(
                relationsByName.values(), rows, builtins, operators, types);
        var reader = new FunctionReader(vocabulary, standardStrings);
        for (int row = 0; row < rows.size(); row++) {
            ReadFunction function = reader.function(rows, row);
            functions.put(function.id(), function);
            functionsByName.computeIfAbsent(function.name(), _ -> new ArrayList<>(1))
                    .add(function);
        }
        var untold = new HashMap<TableName, String>();
        relations.forEach((id, relation) -> {
            if (relation.kind() == 'r' && told.why(id) != null) {
                untold.put(relation.name(),
                        "The table " + relation.name() + " " + told.why(id) + ".");
            }
        });
        return new Inventory(told.taken(), relations, relationsByName, functions,
                functionsByName, builtins, operators, types, operators.toJson(), untold);
    }

    private void readChildren() throws LineageUnreadable {
        Rows rows = queries.rows("children");
        for (int row = 0; row < rows.size(); row++) {
            children.computeIfAbsent(rows.number(row, 0, 0), _ -> new ArrayList<>())
                    .add(rows.number(row, 1, 0));
        }
    }

    private void readRules() throws LineageUnreadable {
        Rows rows = queries.rows("rules");
        for (int row = 0; row < rows.size(); row++) {
            rules.put(rows.number(row, 0, 0), TreeUses.ofQuery(rows.text(row, 1)));
        }
    }

    private void readPolicies() throws LineageUnreadable {
        Rows rows = queries.rows("policies");
        for (int row = 0; row < rows.size(); row++) {
            String tree = rows.text(row, 4);
            TreeUses.Found found = tree == null
                    ? new TreeUses.Found(Uses.NOTHING, Set.of()) : TreeUses.ofExpression(tree);
            policies.computeIfAbsent(rows.number(row, 0, 0), _ -> new ArrayList<>())
                    .add(new ReadRelation.Condition(rows.text(row, 1),
                            rows.text(row, 2).equals("t"),
                            Set.copyOf(CellText.strings(rows.text(row, 3))), rows.text(row, 5),
                            named(found.columns(), rows.text(row, 6)), found.uses()));
        }
    }

    private static Set<String> named(Set<Integer> numbers, String json) {
        if (numbers == null || numbers.isEmpty()) {
            return numbers == null ? null : Set.of();
        }
        Map<String, String> names = CellText.members(json);
        var columns = new HashSet<String>();
        for (int number : numbers) {
            columns.add(names.get(Integer.toString(number)));
        }
        return columns;
    }

    private void readRelations() throws LineageUnreadable {
        Rows rows = queries.rows("relations");
        for (int row = 0; row < rows.size(); row++) {
            long id = rows.number(row, 0, 0);
            var name = new TableName(rows.text(row, 1), rows.text(row, 2));
            var security = new ReadRelation.Security(rows.text(row, 5).equals("t"),
                    rows.text(row, 6).equals("t"), rows.text(row, 7),
                    policies.getOrDefault(id, List.of()));
            var relation = new ReadRelation(id, name, rows.text(row, 3).charAt(0),
                    rows.text(row, 8).equals("t"), security,
                    children.getOrDefault(id, List.of()), rules.getOrDefault(id, Uses.NOTHING),
                    Remark.of(rows.text(row, 9)));
            relations.put(id, relation);
            relationsByName.put(name, relation);
        }
    }
}
