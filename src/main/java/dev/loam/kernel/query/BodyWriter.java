package dev.loam.kernel.query;

import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Output;

/// Writes the expression that makes the answer's body of the rows.
final class BodyWriter {
    /// The SQL alias of the rows that a body is made of.
    static final String ROWS = "_postgrest_t";

    /// A line break in JSON is a blank: PostgreSQL writes some into arrays, and a stored document
    /// may have its own.
    private static final String ONE_LINE = "translate(";
    private static final String END_LINE = ", E'\\n\\r', '  ') || E'\\n'";

    private BodyWriter() {
    }

    /// `scalar` when the rows have the one column of a function's plain value; `single` when there
    /// is at most one by nature. `node` is null for plain values.
    static void body(SqlText out, Format format, Node node, boolean scalar, boolean single) {
        switch (format) {
            case Format.Json json -> json(out, json, scalar, single);
            case Format.Lines _ -> {
                out.sql("coalesce(string_agg(").sql(ONE_LINE).sql("pg_catalog.to_json(");
                value(out, scalar);
                out.sql(")::text").sql(END_LINE).sql(", ''), '')");
            }
            case Format.Csv _ -> csv(out);
            case Format.GeoJson _ -> {
                out.sql("json_build_object('type', 'FeatureCollection',"
                        + " 'features', coalesce(pg_catalog.json_agg(ST_AsGeoJSON(").row(ROWS)
                        .sql(")::json), '[]'))");
                // Whose function that is depends on the search path.
                out.callsUnknown();
            }
            case Format.Scalar text -> {
                String column = scalar ? CallWriter.SCALAR : onlyName(node);
                out.sql("coalesce(string_agg(").column(ROWS, column)
                        .sql(text.binary() ? ", ''), '')::bytea" : "::text, ''), '')");
            }
            case Format.Custom custom -> {
                out.function(custom.handler().function()).sql("(");
                if (scalar) {
                    out.column(ROWS, CallWriter.SCALAR);
                } else {
                    out.row(ROWS);
                }
                if (custom.handler().table() != null) {
                    out.sql("::").relation(custom.handler().table());
                }
                out.sql(")");
            }
            case Format.Nothing _ -> out.sql("NULL");
        }
        out.sql(format instanceof Format.Nothing ? "::text" : "");
    }

    /// One row, for answers that are sent row by row.
    static void line(SqlText out, Format format) {
        switch (format) {
            case Format.Json json -> out
                    .sql(json.stripNulls() ? "pg_catalog.json_strip_nulls(" : "")
                    .sql("pg_catalog.row_to_json(").row(ROWS)
                    .sql(json.stripNulls() ? "))" : ")");
            case Format.Lines _ -> out.sql(ONE_LINE).sql("pg_catalog.row_to_json(").row(ROWS)
                    .sql(")::text").sql(END_LINE);
            case Format.Csv _ -> csvLine(out);
            case Format.GeoJson _, Format.Scalar _, Format.Custom _, Format.Nothing _ ->
                    throw new IllegalStateException("no rows one by one as " + format);
        }
    }

    private static String onlyName(Node node) {
        for (Output output : node.outputs()) {
            return output.name();
        }
        throw new IllegalStateException("a scalar body needs a column");
    }

    /// The body goes out as json: a cast to text would print the whole of it and read it again.
    private static void json(SqlText out, Format.Json json, boolean scalar, boolean single) {
        boolean one = json.object() || single;
        out.sql("coalesce(").sql(json.stripNulls() ? "pg_catalog.json_strip_nulls(" : "(")
                .sql("pg_catalog.json_agg(");
        value(out, scalar);
        out.sql(one ? ") -> 0), 'null')" : ")), '[]')");
    }

    private static void value(SqlText out, boolean scalar) {
        if (scalar) {
            out.column(ROWS, CallWriter.SCALAR);
        } else {
            out.row(ROWS);
        }
    }

    /// Rows as PostgreSQL writes composite values, which is RFC 4180 apart from the parentheses and
    /// the backslashes, which it doubles.
    private static void csv(SqlText out) {
        out.sql("(SELECT coalesce(string_agg(CASE WHEN key ~ E'[\",\\r\\n]' THEN '\"'"
                + " || replace(key, '\"', '\"\"') || '\"' ELSE key END, ','), '')"
                + " FROM json_object_keys((SELECT pg_catalog.row_to_json(one.*)"
                + " FROM (SELECT * FROM ")
                .name(SqlWriter.SHAPED)
                .sql(" LIMIT 1) AS one)) AS key) || E'\\n' || coalesce(string_agg(");
        csvLine(out);
        out.sql(", E'\\n'), '')");
    }

    private static void csvLine(SqlText out) {
        out.sql("replace(substring(").row(ROWS).sql("::text, 2, length(").row(ROWS)
                .sql("::text) - 2), E'\\\\\\\\', E'\\\\')");
    }
}
