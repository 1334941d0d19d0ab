package dev.loam.kernel.vitals;

import dev.loam.kernel.module.Meter.Reading;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A statement about the server, and the figures that its columns are.
///
/// Its text is the file of its name. Each row gives one reading of every figure, told from those
/// of other rows by the columns that are labels; a NULL gives none. No statement gives more than
/// twenty rows.
/// Source: PostgreSQL manual, "The Cumulative Statistics System" and "System Views".
enum Question {
    SERVER(false, false, "", List.of(),
            new Figure("connections_max", "Connections that the server allows."),
            new Figure("connections_used", "Connections to all databases of the "
                    + "server."),
            new Figure("locks_waiting", "Locks that somebody waits for."),
            new Figure("in_recovery", "Whether the server is a standby."),
            new Figure("log_position_bytes", "How far the server's log has been written."),
            new Figure("start_time_seconds", "When the server began."),
            new Figure("transaction_ids_used_ratio", "Part of the transaction numbers that the "
                    + "database furthest from freezing has used up.")),
    DATABASE(false, false, "", List.of(),
            new Figure("commits_total", "Transactions that were committed."),
            new Figure("rollbacks_total", "Transactions that were rolled back."),
            new Figure("deadlocks_total", "Deadlocks that were found."),
            new Figure("conflicts_total", "Statements that recovery cancelled."),
            new Figure("temporary_files_total", "Files of statements that had too "
                    + "little memory."),
            new Figure("temporary_bytes_total", "What such statements wrote to files."),
            new Figure("blocks_hit_total", "Blocks that were found in the server's memory."),
            new Figure("blocks_read_total", "Blocks that had to be read.")),
    CONNECTIONS(true, false, "", List.of("state"),
            new Figure("connections", "Connections of clients, by what they do.")),
    TRANSACTIONS(true, false, "", List.of(),
            new Figure("transaction_age_max_seconds", "Age of the oldest transaction."),
            new Figure("idle_in_transaction_max_seconds", "How long a client has been doing "
                    + "nothing within a transaction.")),
    STANDBYS(true, false, "standby_", List.of("standby"),
            new Figure("lag_bytes", "What a reader of the log has not played yet."),
            new Figure("lag_seconds", "How long that reader took to play what it has.")),
    SLOTS(false, false, "slot_", List.of("slot"),
            new Figure("active", "Whether somebody reads through the replication slot."),
            new Figure("retained_bytes", "How much of the log is kept for the slot."),
            new Figure("lag_bytes", "What was not confirmed yet through a logical slot.")),
    SIZE(false, true, "", List.of(),
            new Figure("size_bytes", "What the database takes on the disk.")),
    TABLES(false, true, "table_", List.of("table"),
            new Figure("sequential_scans_total", "Times that the table was read from "
                    + "its begin to its end."),
            new Figure("sequential_rows_total", "Rows that were read that way."),
            new Figure("index_scans_total", "Times that one of its indexes was read."),
            new Figure("rows_written_total", "Rows that were inserted, changed and deleted."),
            new Figure("live_rows", "Rows that are there, by estimate."),
            new Figure("dead_rows", "Rows that are not cleaned away yet, by estimate."),
            new Figure("size_bytes", "What the table took when it was last cleaned, without "
                    + "indexes."),
            new Figure("bloat_bytes", "How much of that its rows would not need, by estimate.")),
    INDEXES(false, true, "", List.of(),
            new Figure("unused_indexes", "Indexes that nothing has read and that keep no rule."),
            new Figure("unused_indexes_bytes", "What those indexes take on the disk."));

    static final String PREFIX = "loam_postgres_";

    private final boolean monitoring;
    private final boolean slow;
    private final String prefix;
    private final List<String> labels;
    private final List<Figure> figures;
    private final Sql sql;

    /// A figure in the column of its name.
    record Figure(String column, String help) {
    }

    Question(boolean monitoring, boolean slow, String prefix, List<String> labels,
            Figure... figures) {
        this.monitoring = monitoring;
        this.slow = slow;
        this.prefix = PREFIX + prefix;
        this.labels = labels;
        this.figures = List.of(figures);
        this.sql = Sql.of(text(name().toLowerCase(Locale.ROOT) + ".sql"));
    }

    private static String text(String file) {
        try (InputStream in = Question.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^ *--.*\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether only who may see the sessions of others gets an answer worth showing.
    boolean monitoring() {
        return monitoring;
    }

    /// Whether it costs more than a look, and changes little from round to round.
    boolean slow() {
        return slow;
    }

    List<String> labels() {
        return labels;
    }

    List<Figure> figures() {
        return figures;
    }

    Sql sql() {
        return sql;
    }

    /// The whole name of one of its figures.
    String name(Figure figure) {
        return prefix + figure.column();
    }

    /// What the rows say, by the names of the figures.
    Map<String, List<Reading>> readings(Rows rows) {
        Map<String, List<Reading>> found = new HashMap<>();
        for (Figure figure : figures) {
            int column = rows.columns().indexOf(figure.column());
            List<Reading> readings = new ArrayList<>(rows.size());
            for (int row = 0; row < rows.size(); row++) {
                String value = rows.text(row, column);
                if (value != null) {
                    readings.add(new Reading(labels(rows, row), Double.parseDouble(value)));
                }
            }
            found.put(name(figure), readings);
        }
        return found;
    }

    private Map<String, String> labels(Rows rows, int row) {
        Map<String, String> values = new HashMap<>();
        for (String label : labels) {
            values.put(label, rows.text(row, rows.columns().indexOf(label)));
        }
        return values;
    }
}
