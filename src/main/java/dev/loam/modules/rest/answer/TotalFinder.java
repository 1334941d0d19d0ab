package dev.loam.modules.rest.answer;

import dev.loam.kernel.query.Asked.Totals;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds how many rows a read has before it is cut: what was counted, or PostgreSQL's estimate.
///
/// Source: PostgREST documentation, "Planned Count", "Estimated Count".
final class TotalFinder {
    private static final JsonMapper JSON = new JsonMapper();

    private TotalFinder() {
    }

    /// The total, [ContentRange#UNKNOWN] where none was asked for. An estimate is never less than
    /// the rows that were seen. `running` runs the statement that asks for one.
    static long total(
            Answering answering, Rows rows, boolean anonymous, Function<Sql, Outcome> running) {
        Totals count = answering.ask().preferences().count();
        if (count == Totals.NONE) {
            return ContentRange.UNKNOWN;
        }
        long counted = rows.number(0, Result.TOTAL, ContentRange.UNKNOWN);
        if (!(answering.plan() instanceof Plan.Read read) || !estimates(count, read, counted)) {
            return counted;
        }
        long page = rows.number(0, Result.PAGE, 0);
        long seen = page == 0 ? counted
                : Math.max(counted, answering.ask().slice().offset() + page);
        Rows explained = Runner.rows(running.apply(SqlWriter.estimate(read)), anonymous);
        return Math.max(seen, planRows(explained));
    }

    /// Up to the most rows of an answer an estimated total is counted; past it, and where there is
    /// no such bound, it is the greater of both.
    private static boolean estimates(Totals count, Plan.Read read, long counted) {
        return count == Totals.PLANNED || count == Totals.ESTIMATED
                && (read.totalMax() == null || counted > read.totalMax());
    }

    private static long planRows(Rows explained) {
        JsonNode plans = JSON.readTree(explained.bytes(0, 0));
        return plans.path(0).path("Plan").path("Plan Rows").asLong(0);
    }
}
