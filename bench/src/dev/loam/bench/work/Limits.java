package dev.loam.bench.work;

/// The statements by which pgbench does what Loam does, in the forms that Loam gives them.
final class Limits {
    private static final String SET = " nullif(current_setting('response.headers', true), ''),"
            + " nullif(current_setting('response.status', true), '')";

    private Limits() {
    }

    /// Few rows, one JSON text each.
    static String byRow(String query) {
        return "select row_to_json(t) from (" + query + ") as t";
    }

    /// One row with all that is asked for as one JSON text.
    static String whole(String query) {
        return "select count(*), coalesce(json_agg(t), '[]')," + SET + " from (" + query
                + ") as t";
    }

    /// A write of which more is told than how many rows it touched.
    static String told(String write) {
        return "with source as (" + write + " returning 1 as one) select count(source), null::text,"
                + SET + " from source";
    }
}
