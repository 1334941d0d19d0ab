package dev.loam.adapters.postgres;

import dev.loam.base.position.Lsn;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Collects what comes back for one Sync: the rows and command tag of the statement at `wanted`
/// (counted from 0), the first error, and the cursor of rows that are still to come.
///
/// The results of the statements before it are dropped as they arrive. Where one of the statements
/// is the commit, and the next one tells the log's position, an error after the commit is none.
final class Answer implements ResultHandler {
    private static final int NOWHERE = Integer.MIN_VALUE;

    private final int wanted;
    private final int commit;
    private int statement;
    private Field[] fields;
    private List<Tuple> tuples = List.of();
    private ResultCursor cursor;
    private String tag = "";
    private long affected = -1;
    private SQLException error;
    private boolean committed;
    private Lsn position;

    Answer(int wanted) {
        this(wanted, NOWHERE);
    }

    /// The place of the commit, behind which the position is told.
    Answer(int wanted, int commit) {
        this.wanted = wanted;
        this.commit = commit;
    }

    @Override
    public void handleResultRows(Query query, Field[] columns, List<Tuple> rows,
            ResultCursor more) {
        if (statement == wanted) {
            fields = columns;
            tuples = rows;
            cursor = more;
        } else if (statement == commit + 1) {
            position = Lsn.parse(new String(rows.getFirst().get(0), StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        committed |= statement == commit && status.equals("COMMIT");
        if (statement == wanted) {
            tag = status;
            affected = Character.isDigit(status.charAt(status.length() - 1)) ? updateCount : -1;
        }
        statement++;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        // Notices are for people at a terminal.
    }

    @Override
    public void handleError(SQLException problem) {
        if (error == null && !committed) {
            error = problem;
        }
    }

    @Override
    public void handleCompletion() {
        // Errors are read from here, not thrown.
    }

    @Override
    public void secureProgress() {
        // Nothing is kept by progress.
    }

    @Override
    public SQLException getException() {
        return error;
    }

    boolean failed() {
        return error != null;
    }

    /// Where the log was after the commit; null where it is not known.
    Lsn position() {
        return position;
    }

    ResultCursor cursor() {
        return cursor;
    }

    String tag() {
        return tag;
    }

    /// The rows; `columns` remembers names between answers to the same statement.
    Rows rows(ColumnNames columns) {
        if (fields == null) {
            return new Rows(List.of(), List.of(), affected);
        }
        int width = fields.length;
        var values = new ArrayList<byte[][]>(tuples.size());
        for (Tuple tuple : tuples) {
            byte[][] row = new byte[width][];
            for (int column = 0; column < width; column++) {
                row[column] = tuple.get(column);
            }
            values.add(row);
        }
        return new Rows(columns.of(fields), values, affected);
    }

    /// True when a prepared statement no longer fits the schema, or is gone: preparing it again
    /// mends that. Source: `RevalidateCachedQuery` in PostgreSQL's `plancache.c`.
    boolean stale() {
        if (error == null) {
            return false;
        }
        if ("26000".equals(error.getSQLState())) {
            return true;
        }
        ServerErrorMessage said = said();
        return "0A000".equals(error.getSQLState()) && said != null && said.getRoutine() != null
                && said.getRoutine().startsWith("RevalidateCached");
    }

    SqlError sqlError() {
        ServerErrorMessage said = said();
        if (said == null) {
            String state = error.getSQLState() == null ? "XX000" : error.getSQLState();
            return new SqlError(state, error.getMessage(), null, null, null, null, 0);
        }
        return new SqlError(said.getSQLState(), said.getMessage(), said.getDetail(),
                said.getHint(), said.getWhere(), said.getConstraint(), said.getPosition());
    }

    private ServerErrorMessage said() {
        return error instanceof PSQLException problem ? problem.getServerErrorMessage() : null;
    }

    /// Column names, made once for as long as a statement keeps its description.
    static final class ColumnNames {
        private Field[] described;
        private List<String> names = List.of();

        List<String> of(Field[] fields) {
            if (fields != described && fields.length > 0) {
                var labels = new ArrayList<String>(fields.length);
                for (Field field : fields) {
                    labels.add(field.getColumnLabel());
                }
                names = List.copyOf(labels);
                described = fields;
            }
            return names;
        }
    }
}
