package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Function.Parameter;
import dev.loam.kernel.query.Plan.Given;
import dev.loam.kernel.query.Plan.Source;
import dev.loam.ports.database.Sql.Bind;

/// Writes function calls. Arguments are always passed by name, so that overloads and defaults work
/// as in SQL.
final class CallWriter {
    /// The column that holds the value of a function that yields no rows.
    static final String SCALAR = "pgrst_scalar";

    private CallWriter() {
    }

    /// The call as a FROM item. Where its columns are not known, as for plain values, it has one.
    static void from(SqlText out, Source.Called called, String alias) {
        Given.Json json = called.given() instanceof Given.Json given
                && !given.parameters().isEmpty() ? given : null;
        if (called.function().returns().columnsKnown()) {
            if (json != null) {
                body(out, json);
                out.sql(", LATERAL ");
            }
            call(out, called);
        } else {
            out.sql("(SELECT ");
            call(out, called);
            out.sql(" AS ").name(SCALAR);
            if (json != null) {
                out.sql(" FROM ");
                body(out, json);
            }
            out.sql(")");
        }
        out.sql(" AS ").name(alias);
    }

    /// The arguments as a row: of an array, the first element counts.
    private static void body(SqlText out, Given.Json json) {
        out.sql(json.array() ? "(SELECT * FROM json_to_recordset(" : "json_to_record(")
                .bind(new Bind.Utf8(json.utf8())).sql("::json) AS ")
                .name(WriteWriter.BODY).sql("(");
        String separator = "";
        for (Parameter parameter : json.parameters()) {
            out.sql(separator).name(parameter.name()).sql(" ").sql(parameter.type());
            separator = ", ";
        }
        out.sql(")");
        if (json.array()) {
            out.sql(" LIMIT 1) AS ").name(WriteWriter.BODY);
        }
    }

    private static void call(SqlText out, Source.Called called) {
        Function function = called.function();
        out.function(function.name()).sql("(");
        switch (called.given()) {
            case Given.Whole whole -> whole(out, whole);
            case Given.Json json -> {
                String separator = "";
                for (Parameter parameter : json.parameters()) {
                    out.sql(separator);
                    named(out, parameter);
                    out.column(WriteWriter.BODY, parameter.name());
                    separator = ", ";
                }
            }
            case Given.Named named -> {
                String separator = "";
                for (Given.Argument argument : named.arguments()) {
                    out.sql(separator);
                    named(out, argument.parameter());
                    out.bind(value(argument)).sql("::").sql(argument.parameter().type());
                    separator = ", ";
                }
            }
        }
        out.sql(")");
    }

    private static void named(SqlText out, Parameter parameter) {
        out.sql(parameter.variadic() ? "VARIADIC " : "").name(parameter.name()).sql(" := ");
    }

    private static void whole(SqlText out, Given.Whole whole) {
        String type = whole.parameter().type();
        Bind bind = type.equals("bytea") ? new Bind.Binary(whole.body())
                : new Bind.Utf8(whole.body());
        out.bind(bind).sql("::").sql(type);
    }

    /// The values of a variadic parameter make an array; of any other the last one counts.
    private static String value(Given.Argument argument) {
        return argument.parameter().variadic()
                ? ArrayLiteral.of(argument.values()) : argument.values().getLast();
    }
}
