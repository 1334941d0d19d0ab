package dev.loam.docs;

import dev.loam.modules.rest.failure.SqlFailures;
import dev.loam.ports.database.Outcome.SqlError;
import java.util.List;

/// The statuses of PostgreSQL's errors, asked of the code that decides them.
final class SqlStates {
    private static final List<String[]> STATES = List.of(
            row("08006", "08…: connection exceptions"),
            row("09000", "09…: triggered action exception"),
            row("0L000", "0L…: invalid grantor"),
            row("0P000", "0P…: invalid role specification"),
            row("21000", "a subquery gave more than one row, and the like"),
            row("22023", "invalid parameter value"),
            row("22P02", "22…: data exceptions, such as text that is no number"),
            row("23502", "23…: not-null, check and exclusion constraints"),
            row("23503", "foreign key violation"),
            row("23505", "unique violation"),
            row("25000", "25…: invalid transaction state"),
            row("25006", "a write in a read-only transaction, such as a `GET`"),
            row("28000", "28…: invalid authorization"),
            row("2D000", "2D…: invalid transaction termination"),
            row("38000", "38…, 39…: errors in and around external routines"),
            row("3B000", "3B…: savepoint exception"),
            row("40001", "40…: serialization failure, deadlock"),
            row("42501", "insufficient privilege, or a row-level security policy"),
            row("42703", "other 42…: errors of syntax and names, such as an unknown column"),
            row("42883", "unknown function"),
            row("42P01", "unknown table"),
            row("42P17", "infinite recursion, as between policies"),
            row("53000", "53…: insufficient resources"),
            row("53400", "configuration limit exceeded"),
            row("54000", "54…: program limit exceeded"),
            row("55P03", "55…: object not in the state it should be in, lock not available"),
            row("57014", "other 57…: query cancelled, such as by `statement_timeout`"),
            row("57P01", "the server is shutting down"),
            row("58000", "58…: system error"),
            row("F0000", "F0…: configuration file error"),
            row("HV000", "HV…: foreign data wrapper error"),
            row("P0001", "`raise exception` without a code"),
            row("P0002", "other P0…: PL/pgSQL errors"),
            row("PT402", "`raise sqlstate 'PTxyz'`: the status is xyz, the message the reason"),
            row("XX000", "XX…: internal error"),
            row("99999", "any other"));

    private SqlStates() {
    }

    static String section() {
        var text = new StringBuilder("""

                ## Errors of PostgreSQL

                An error of PostgreSQL keeps its SQLSTATE as `code`, and its message, detail and
                hint. The status follows from the SQLSTATE. Cause and cure stand in PostgreSQL's
                manual, "PostgreSQL Error Codes". What `raise sqlstate 'PGRST'` raises decides code,
                status and headers by itself.

                | for example | what | status | without a token |
                |---|---|---|---|
                """);
        for (String[] state : STATES) {
            text.append("| ").append(state[0]).append(" | ").append(state[1]).append(" | ")
                    .append(status(state[0], "", false)).append(" | ")
                    .append(status(state[0], "", true)).append(" |\n");
        }
        text.append("| 22023 | a token names a role that does not exist | ")
                .append(status("22023", "role \"x\" does not exist", false)).append(" | ")
                .append(status("22023", "role \"x\" does not exist", true)).append(" |\n");
        text.append("| 21000 | `UPDATE requires a WHERE clause`, as safeupdate says | ")
                .append(status("21000", "UPDATE requires a WHERE clause", false)).append(" | ")
                .append(status("21000", "UPDATE requires a WHERE clause", true)).append(" |\n");
        return text.toString();
    }

    private static int status(String state, String message, boolean anonymous) {
        var error = new SqlError(state, message, null, null, null, null, 0);
        return SqlFailures.of(error, anonymous).status();
    }

    private static String[] row(String... cells) {
        return cells;
    }
}
