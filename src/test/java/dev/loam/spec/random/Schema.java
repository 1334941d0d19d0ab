package dev.loam.spec.random;

import java.util.List;

/// A schema as it was thrown: what is in it, and what is related to what.
record Schema(List<Table> tables, List<Edge> edges, List<Function> functions) {
    enum Form { PLAIN, PARTITIONED, VIEW }

    enum Access { NOTHING, READ, WRITE }

    /// What is peculiar about a column.
    enum Trait { NONE, OWNER, UNGRANTED, COMPUTED }

    record Column(String name, Kind kind, boolean required, String preset, Trait trait) {
        static Column plain(String name, Kind kind) {
            return new Column(name, kind, false, null, Trait.NONE);
        }

        boolean readable() {
            return trait != Trait.UNGRANTED;
        }

        boolean stored() {
            return trait != Trait.COMPUTED;
        }
    }

    /// A relation. Rows of an `owned` one are seen by their owner only. `base` is the table under a
    /// view, whose columns are the base's, in the order of `bases`.
    record Table(
            String name, Form form, List<Column> columns, List<String> key, boolean owned,
            Access anonymous, Access user, Table base, List<String> bases) {
        String sql() {
            return Sql.name(name);
        }

        Column column(String wanted) {
            return columns.stream().filter(one -> one.name().equals(wanted)).findFirst()
                    .orElseThrow();
        }

        List<Column> stored() {
            return columns.stream().filter(Column::stored).toList();
        }

        List<Column> readable() {
            return columns.stream().filter(Column::readable).toList();
        }

        boolean whole() {
            return columns.stream().allMatch(Column::readable);
        }

        List<Column> keyColumns() {
            return key.stream().map(this::column).toList();
        }
    }

    /// A foreign key; through a view, the key of the table under it.
    record Link(
            String name, Table from, List<String> own, Table to, List<String> other,
            boolean unique) {
        boolean self() {
            return from == to;
        }
    }

    /// A way from one relation to another, as requests name it.
    sealed interface Edge {
        Table from();

        Table to();

        boolean toOne();

        record Up(Link link) implements Edge {
            @Override
            public Table from() {
                return link.from();
            }

            @Override
            public Table to() {
                return link.to();
            }

            @Override
            public boolean toOne() {
                return true;
            }
        }

        record Down(Link link) implements Edge {
            @Override
            public Table from() {
                return link.to();
            }

            @Override
            public Table to() {
                return link.from();
            }

            @Override
            public boolean toOne() {
                return link.unique();
            }
        }

        record Across(Link near, Link far) implements Edge {
            @Override
            public Table from() {
                return near.to();
            }

            @Override
            public Table to() {
                return far.to();
            }

            @Override
            public boolean toOne() {
                return false;
            }
        }

        record Computed(String name, Table from, Table to, boolean toOne) implements Edge {
        }
    }

    record Parameter(String name, Kind kind, boolean optional, boolean variadic) {
    }

    /// What a function yields.
    enum Yields { VALUE, VALUES, ROWS, ONE_ROW, TABLE, NOTHING }

    /// A function; `table` is what its rows are of, `rows` what they have without one. `body` is
    /// its SQL.
    record Function(
            String name, List<Parameter> parameters, Yields yields, Kind kind, Table table,
            List<Column> rows, boolean writes, String body) {
    }

    List<Edge> edgesFrom(Table table) {
        return edges.stream().filter(edge -> edge.from() == table).toList();
    }
}
