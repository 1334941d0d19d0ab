package dev.loam.kernel.query;

import dev.loam.ports.database.Sql;

/// Renders a plan as one statement whose single row is laid out as [Result] says.
///
/// Pure: same plan, same text. Fails: never; an illegal plan is a defect.
public final class SqlWriter {
    private SqlWriter() {
    }

    public static Sql write(Plan plan, Format format) {
        throw new UnsupportedOperationException();
    }

    /// The plan's rows one by one, each as one JSON text, for answers too large to be made whole.
    public static Sql rows(Plan.Read plan) {
        throw new UnsupportedOperationException();
    }

    /// The number of rows `rows` will yield, and (second column) the total before the cut when asked
    /// for.
    public static Sql count(Plan.Read plan) {
        throw new UnsupportedOperationException();
    }
}
