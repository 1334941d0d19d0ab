package dev.loam.adapters.postgres.schema;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;

/// A statement of a migration or seed failed; the message says where, what, and what was kept.
///
/// ```
/// migrations/20260101000000_shop.sql:12:8: ERROR: column "foo" does not exist (42703)
///     select foo from shop
///            ^
/// Hint: Perhaps you meant to reference the column "shop.foot".
/// Nothing of this file was kept.
/// ```
public final class MigrationFailed extends RuntimeException {
    private final String file;
    private final int line;
    private final int column;
    private final String sqlState;

    MigrationFailed(String file, SqlScript.Place place, String sqlState, String what) {
        this(file, place, sqlState, what, null);
    }

    private MigrationFailed(String file, SqlScript.Place place, String sqlState, String what,
            Throwable cause) {
        super(file + ":" + place.line() + ":" + place.column() + ": " + what, cause);
        this.file = file;
        this.line = place.line();
        this.column = place.column();
        this.sqlState = sqlState;
    }

    /// `kept` is the sentence about what remains of the file.
    static MigrationFailed of(SqlScript script, SqlStatement statement, SQLException failure,
            String kept) {
        ServerErrorMessage server = failure instanceof PSQLException psql
                ? psql.getServerErrorMessage() : null;
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (server == null) {
            return new MigrationFailed(script.file(), script.place(statement.offset()), state,
                    failure.getMessage() + "\n" + kept, failure);
        }
        boolean pointed = server.getPosition() > 0;
        SqlScript.Place place = script.place(statement, Math.max(1, server.getPosition()));
        StringBuilder what = new StringBuilder()
                .append(server.getSeverity()).append(": ").append(server.getMessage())
                .append(" (").append(state).append(")\n    ").append(place.lineText());
        if (pointed) {
            what.append("\n    ").append(" ".repeat(place.column() - 1)).append('^');
        }
        append(what, "Detail: ", server.getDetail());
        append(what, "Hint: ", server.getHint());
        append(what, "Context: ", server.getWhere());
        what.append('\n').append(kept);
        return new MigrationFailed(script.file(), place, state, what.toString(), failure);
    }

    private static void append(StringBuilder what, String title, String text) {
        if (text != null) {
            what.append('\n').append(title).append(text);
        }
    }

    public String file() {
        return file;
    }

    /// From 1.
    public int line() {
        return line;
    }

    /// In characters, from 1.
    public int column() {
        return column;
    }

    /// PostgreSQL's code; empty when the failure is not the database's.
    public String sqlState() {
        return sqlState;
    }
}
