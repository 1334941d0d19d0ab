package dev.loam.kernel.watch;

import dev.loam.base.name.TableName;
import dev.loam.kernel.module.SpanLog;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Turn;
import dev.loam.ports.telemetry.Span.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The spans of statements and transactions, for requests whose trace is kept.
///
/// They tell a statement's text, which has no values in it, and how it ended, by SQLSTATE.
///
/// Source: OpenTelemetry semantic conventions, "PostgreSQL client operations".
///
/// @param server what all spans say of the server
/// @param comments whether statements carry their trace along, for whoever looks at the server
public record StatementSpans(Map<String, Object> server, boolean comments) {
    private static final String WITH = "WITH";

    /// Null where nobody keeps the trace. A null `sql` is a transaction of several statements.
    SpanLog.Open begin(Trail trail, Sql sql, Session session) {
        SpanLog spans = trail == null ? null : trail.spans();
        if (spans == null) {
            return null;
        }
        SpanLog.Open span = sql == null ? spans.open("transaction", Kind.INTERNAL)
                : spans.open("", Kind.CLIENT);
        if (span != null && sql != null) {
            describe(span, sql, session);
        }
        return span;
    }

    private void describe(SpanLog.Open span, Sql sql, Session session) {
        String text = sql.text();
        String verb = verb(text);
        TableName table = only(sql.footprint().writes());
        if (table == null) {
            table = only(sql.footprint().reads());
        }
        server.forEach(span::with);
        span.named(table == null ? verb : verb + ' ' + table.name())
                .with("db.operation.name", verb)
                .with("db.collection.name",
                        table == null ? null : table.schema() + '.' + table.name())
                .with("db.query.text", text)
                .with("loam.role", session.role());
    }

    private static TableName only(Set<TableName> tables) {
        return tables.size() == 1 ? tables.iterator().next() : null;
    }

    /// What goes to the server in place of a statement.
    Sql sent(Sql sql, SpanLog.Open span, Trail trail) {
        return comments && span != null && sql != null
                ? sql.remarked(Remark.of(trail, span.id())) : sql;
    }

    /// The run of a statement, with a span for the time until its turn comes.
    static Run timed(Run run, SpanLog.Open span, Trail trail) {
        if (span == null || run.turn() == Turn.FREE) {
            return run;
        }
        Turn turn = run.turn();
        return run.inTurn(() -> {
            SpanLog.Open wait = trail.spans().openMinor("wait-for-turn");
            try {
                turn.await();
            } finally {
                if (wait != null) {
                    wait.close();
                }
            }
        });
    }

    /// A null outcome is that of work which threw.
    static void end(SpanLog.Open span, Outcome outcome) {
        switch (outcome) {
            case Rows rows when rows.size() > 0 ->
                    span.with("db.response.returned_rows", (long) rows.size());
            case Rows _ -> {
                // Streamed, or none.
            }
            case Outcome.SqlError error -> span
                    .with("db.response.status_code", error.sqlState())
                    // Messages may quote values.
                    .failed(error.sqlState(), "");
            case Outcome.Unavailable unavailable -> span.failed(
                    unavailable.why().name().toLowerCase(Locale.ROOT), unavailable.message());
            case null -> span.failed("given_up", "");
        }
        span.close();
    }

    /// What a statement does, by its first word; by the first one inside where the rest only forms
    /// the answer.
    static String verb(String text) {
        String first = word(text, 0);
        if (!first.equals(WITH)) {
            return first;
        }
        int inside = text.indexOf(" AS (");
        String inner = inside < 0 ? "" : word(text, inside + 5);
        return switch (inner) {
            case "INSERT", "UPDATE", "DELETE", "MERGE" -> inner;
            default -> "SELECT";
        };
    }

    private static String word(String text, int from) {
        int begin = from;
        while (begin < text.length() && Character.isWhitespace(text.charAt(begin))) {
            begin++;
        }
        int end = begin;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end == begin ? "STATEMENT" : text.substring(begin, end).toUpperCase(Locale.ROOT);
    }
}
