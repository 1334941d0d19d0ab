package dev.loam.adapters.postgres;

import dev.loam.adapters.postgres.Pipeline.Key;
import dev.loam.adapters.postgres.Pipeline.MalformedText;
import dev.loam.ports.database.Database.Sink;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// One statement whose rows are handed on in batches, in a read-only transaction.
///
/// A portal with a row limit, not a cursor by `DECLARE`, which would be planned for the first rows.
final class RowStream {
    private final Backend backend;
    private final Flight flight;
    private final int batchRows;
    private final Sink sink;
    private List<String> columns;
    private long rows;

    RowStream(Backend backend, Flight flight, int batchRows, Sink sink) {
        this.backend = backend;
        this.flight = flight;
        this.batchRows = batchRows;
        this.sink = sink;
    }

    Outcome of(Sql sql, Session session) throws SQLException, MalformedText, IOException {
        Isolation isolation = session.isolation() == null ? Isolation.REPEATABLE_READ
                : session.isolation();
        String begin = PostgresDatabase.begin(isolation, Access.READ_ONLY);
        Pipeline pipeline = backend.pipeline(Key.explicit(sql, session, begin, false));
        Answer answer;
        try {
            backend.bind(pipeline, sql, session);
            answer = backend.open(pipeline, batchRows);
            if (answer.stale() && !backend.broken()) {
                backend.rollback();
                answer = backend.open(pipeline, batchRows);
            }
        } finally {
            pipeline.clear();
        }
        boolean handedOn = false;
        try {
            Outcome outcome = handOn(answer, pipeline);
            handedOn = true;
            return outcome;
        } finally {
            if (!handedOn) {
                PostgresDatabase.rollback(backend);
            }
        }
    }

    private Outcome handOn(Answer first, Pipeline pipeline) throws SQLException, IOException {
        Answer answer = first;
        while (true) {
            if (answer.failed()) {
                PostgresDatabase.rollback(backend);
                return answer.sqlError();
            }
            Rows batch = answer.rows(pipeline.columns());
            columns = columns == null ? batch.columns() : columns;
            rows += batch.size();
            if (batch.size() > 0) {
                sink.rows(new Rows(columns, batch.values(), batch.size()));
            }
            if (answer.cursor() == null) {
                return PostgresDatabase.commit(
                        backend, pipeline, new Rows(columns, List.of(), rows), false);
            }
            Why why = flight.cancelled();
            if (why != null) {
                // Between two batches the server is idle and takes no notice of a cancel.
                PostgresDatabase.rollback(backend);
                return new Unavailable(why, "given up between two batches");
            }
            answer = backend.fetch(answer.cursor(), batchRows);
        }
    }
}
