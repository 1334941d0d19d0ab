package dev.loam.modules.rest.failure;

import dev.loam.base.name.TableName;

/// Why a write of rows with related ones in them is refused. A `path` leads through the body: names
/// of members and places in arrays, from zero, with slashes between them.
public sealed interface NestedFailure extends Worded {
    /// `wanted` says what belongs there.
    record WrongShape(String path, String wanted) implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-060", 400,
                    (path.isEmpty() ? "The body" : "'" + path + "'") + " has to be " + wanted);
        }
    }

    record ReadOnly(String path) implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-061", 400, "'" + path
                    + "' cannot be written: its rows come from a function");
        }
    }

    /// A member says otherwise than the nesting does.
    record Contradiction(String path, String column, String given, String implied)
            implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-062", 400, "'" + path + "' contradicts its place")
                    .details("The column '" + column + "' is given as " + given
                            + ", and by the rows around it as " + implied + ".")
                    .hint("Leave '" + column + "' out of the nested row.");
        }
    }

    /// Nested rows need the one row they belong to.
    record NotOneRow(long rows) implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-063", 400,
                    "A change with nested rows has to choose exactly one row")
                    .details("The filters choose " + rows + " rows.");
        }
    }

    record NoSuchRow(String path, TableName table) implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-064", 409, "'" + path + "' names a row of '"
                    + table.name() + "' that is not there");
        }
    }

    /// A trigger, a rule, a policy or a twin in the body left rows out.
    record RowsLost(String path, TableName table, long rows, long written)
            implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-065", 409, "Not every row of '" + table.name()
                    + "' was written").details(
                            "Of " + rows + " rows at '" + path + "' " + written
                                    + " were written. Nothing was kept.");
        }
    }

    record NoKey(TableName table) implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-066", 400, "Rows of '" + table.name()
                    + "' cannot be given back: they have no primary key")
                    .hint("Ask for return=minimal.");
        }
    }

    record TooMuch(String what, long max) implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-067", 400, "Too many " + what)
                    .details("One request takes at most " + max + ".");
        }
    }

    record NoReference(String path, String column) implements NestedFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-068", 409, "Nothing can refer to "
                    + (path.isEmpty() ? "the row" : "'" + path + "'"))
                    .details("Its column '" + column + "' is null.");
        }
    }
}
