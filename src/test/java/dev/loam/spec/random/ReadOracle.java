package dev.loam.spec.random;

import dev.loam.spec.random.Read.Filter;
import dev.loam.spec.random.Read.From;
import dev.loam.spec.random.Read.Item;
import dev.loam.spec.random.Read.Operand;
import dev.loam.spec.random.Read.Sort;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The SQL that a person would write for a read: correlated subqueries where the server joins.
final class ReadOracle {
    private final String written;
    private int aliases;

    private ReadOracle() {
        this(null);
    }

    /// `written` is a row of what `written` stands for, in SQL.
    private ReadOracle(String written) {
        this.written = written;
    }

    private record Out(String name, String sql) {
    }

    /// One text: the rows as a JSON array.
    static String rows(Read read) {
        return "select coalesce(json_agg(o), '[]')::text from ("
                + new ReadOracle().objects(read, null, null) + ") as rows(o)";
    }

    /// One number: the rows before they are cut.
    static String total(Read read) {
        var whole = new Read(read.from(), read.items(), read.filters(), List.of(), null, null);
        return "select count(*) from (" + new ReadOracle().objects(whole, null, null) + ") as o";
    }

    /// The rows' condition alone, for a write; `alias` qualifies the table's columns.
    static String where(Read read, String alias) {
        return new ReadOracle().conditions(read, alias, null, null);
    }

    /// The members of one of the rows named `written`, as one object.
    static String written(Read read) {
        Schema.Table table = ((From.Whole) read.from()).table();
        String row = table.stored().stream()
                .map(column -> "written." + Sql.quoted(column.name()))
                .collect(Collectors.joining(", ", "row(", ")::" + table.sql()));
        return row(new ReadOracle(row).outputs(read, "written"));
    }

    private String whole(String alias) {
        return alias.equals("written") ? written : alias;
    }

    private String alias() {
        return "q" + ++aliases;
    }

    private static String row(List<Out> outputs) {
        return "(select row_to_json(made_of_it) from (select " + outputs.stream()
                .map(out -> out.sql() + " as " + Sql.quoted(out.name()))
                .collect(Collectors.joining(", ")) + ") as made_of_it)";
    }

    private String objects(Read read, Edge edge, String parent) {
        String alias = alias();
        if (read.grouped()) {
            return grouped(read, alias);
        }
        return "select " + row(outputs(read, alias)) + tail(read, alias, edge, parent);
    }

    private String grouped(Read read, String alias) {
        List<String> outputs = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (Item item : read.items()) {
            if (item instanceof Item.Aggregate sum) {
                outputs.add(sum.function() + "(" + (sum.column() == null ? "*"
                        : operand(new Operand(sum.column(), List.of()), alias)) + ") as "
                        + Sql.quoted(sum.name()));
            } else if (item instanceof Item.Value value) {
                keys.add(value(value, alias));
                outputs.add(keys.getLast() + " as " + Sql.quoted(value.name()));
            }
        }
        return "select row_to_json(made_of_it) from (select " + String.join(", ", outputs)
                + " from " + from(read, alias, null)
                + " where " + conditions(read, alias, null, null)
                + (keys.isEmpty() ? "" : " group by " + String.join(", ", keys))
                + ") as made_of_it" + slice(read);
    }

    private String tail(Read read, String alias, Edge edge, String parent) {
        String order = read.sorts().stream().map(sort -> sort(sort, alias))
                .collect(Collectors.joining(", "));
        String call = edge instanceof Edge.Computed computed
                ? Sql.name(computed.name()) + "(" + whole(parent) + ")" : null;
        return " from " + from(read, alias, call)
                + (edge instanceof Edge.Across across ? ", " + across.near().from().sql() + " as j"
                        + alias : "")
                + " where " + conditions(read, alias, edge, parent)
                + (order.isEmpty() ? "" : " order by " + order) + slice(read);
    }

    private static String slice(Read read) {
        return (read.limit() == null ? "" : " limit " + read.limit())
                + (read.offset() == null ? "" : " offset " + read.offset());
    }

    /// `call` is what gives the rows instead of their relation, or null.
    private static String from(Read read, String alias, String call) {
        if (call != null) {
            return call + " as " + alias;
        }
        return switch (read.from()) {
            case From.Whole whole -> whole.table().sql() + " as " + alias;
            case From.Called called -> CallOracle.expression(
                    called.function(), called.arguments()) + " as " + alias;
        };
    }

    // What a row shows.

    private List<Out> outputs(Read read, String alias) {
        List<Out> all = new ArrayList<>();
        for (Item item : read.items()) {
            switch (item) {
                case Item.Star _ -> read.from().columns().stream()
                        .filter(Schema.Column::stored)
                        .forEach(column -> all.add(new Out(column.name(),
                                operand(new Operand(column, List.of()), alias))));
                case Item.Value value -> all.add(new Out(value.name(), value(value, alias)));
                case Item.Aggregate _ -> throw new IllegalStateException("not grouped");
                case Item.Embed embed -> embed(embed, alias, all);
            }
        }
        return all;
    }

    private void embed(Item.Embed embed, String parent, List<Out> all) {
        Read child = embed.child();
        if (embed.spread()) {
            String alias = alias();
            String tail = tail(child, alias, embed.edge(), parent);
            for (Out out : outputs(child, alias)) {
                String values = "(select " + out.sql() + " as v" + tail + ")";
                all.add(new Out(out.name(), embed.edge().toOne() ? values
                        : "(select coalesce(json_agg(v), '[]') from " + values + " as all_of)"));
            }
            return;
        }
        if (child.items().isEmpty()) {
            return;
        }
        String rows = "(" + objects(child, embed.edge(), parent) + ")";
        all.add(new Out(embed.alias(), embed.edge().toOne() ? rows
                : "(select coalesce(json_agg(o), '[]') from " + rows + " as all_of(o))"));
    }

    private String value(Item.Value value, String alias) {
        String operand = operand(value.operand(), alias);
        return value.cast() == null ? operand : "(" + operand + ")::" + value.cast();
    }

    private String operand(Operand operand, String alias) {
        Schema.Column column = operand.column();
        String sql = column.stored() ? alias + "." + Sql.quoted(column.name())
                : Sql.name(column.name()) + "(" + whole(alias) + ")";
        if (operand.path().isEmpty()) {
            return sql;
        }
        boolean json = column.kind().family() == Kind.Family.JSON;
        var out = new StringBuilder("(").append(json ? sql : "to_jsonb(" + sql + ")");
        for (Read.Step step : operand.path()) {
            out.append(step.text() ? "->>" : "->")
                    .append(step.index() == null ? Sql.text(step.key()) : "(" + step.index() + ")");
        }
        return out.append(")").toString();
    }

    // Which rows.

    private String conditions(Read read, String alias, Edge edge, String parent) {
        List<String> all = new ArrayList<>();
        link(edge, alias, parent, all);
        read.filters().forEach(filter -> all.add(filter(filter, alias)));
        for (Item item : read.items()) {
            if (item instanceof Item.Embed embed && embed.inner()) {
                all.add(exists(embed, alias));
            }
        }
        return all.isEmpty() ? "true" : String.join(" and ", all);
    }

    private static void link(Edge edge, String alias, String parent, List<String> all) {
        switch (edge) {
            case null -> {
            }
            case Edge.Computed _ -> {
            }
            case Edge.Up(Link link) -> all.add(equal(link, parent, alias));
            case Edge.Down(Link link) -> all.add(equal(link, alias, parent));
            case Edge.Across across -> {
                all.add(equal(across.near(), "j" + alias, parent));
                all.add(equal(across.far(), "j" + alias, alias));
            }
        }
    }

    private static String equal(Link link, String from, String to) {
        return IntStream.range(0, link.own().size())
                .mapToObj(i -> from + "." + Sql.quoted(link.own().get(i)) + " = " + to + "."
                        + Sql.quoted(link.other().get(i)))
                .collect(Collectors.joining(" and "));
    }

    private String exists(Item.Embed embed, String parent) {
        var unsorted = new Read(embed.child().from(), embed.child().items(),
                embed.child().filters(), List.of(), embed.child().limit(),
                embed.child().offset());
        return "exists (select" + tail(unsorted, alias(), embed.edge(), parent) + ")";
    }

    private String filter(Filter filter, String alias) {
        return switch (filter) {
            case Filter.Present present ->
                    (present.present() ? "" : "not ") + exists(present.embed(), alias);
            case Filter.Group group -> (group.negated() ? "not (" : "(") + group.members().stream()
                    .map(member -> filter(member, alias))
                    .collect(Collectors.joining(group.any() ? " or " : " and ")) + ")";
            case Filter.Test test -> (test.negated() ? "not (" : "(")
                    + TestOracle.sql(test, operand(test.operand(), alias)) + ")";
        };
    }

    private String sort(Sort sort, String alias) {
        String by;
        if (sort.related() == null) {
            by = operand(sort.operand(), alias);
        } else {
            String other = alias();
            by = "(select " + operand(sort.operand(), other)
                    + tail(sort.related().child(), other, sort.related().edge(), alias) + ")";
        }
        return by + (sort.descending() == null ? "" : sort.descending() ? " desc" : " asc")
                + (sort.nullsFirst() == null ? ""
                        : sort.nullsFirst() ? " nulls first" : " nulls last");
    }
}
