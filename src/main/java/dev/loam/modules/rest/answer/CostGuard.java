package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.query.Explain;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// Refuses statements that PostgreSQL expects to cost more than they may, before they run.
///
/// The very statement is explained, with its values and as the role that asks, in one round trip
/// before it; where no bound concerns a request there is none. No estimate is kept for the next
/// request: with other values the same text can cost a thousand times as much.
///
/// Source: PostgreSQL manual, "Using EXPLAIN".
public final class CostGuard {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Explain ESTIMATE = new Explain(true, List.of());
    private static final Bound NONE = new Bound(Long.MAX_VALUE, null);

    private final Database database;
    private final Bound any;
    private final Bound aggregates;

    private record Bound(long costMax, String setting) {
        static Bound of(Long costMax, String setting) {
            return costMax == null ? NONE : new Bound(costMax, setting);
        }
    }

    /// `planCostMax` bounds every statement, `aggregateCostMax` those with aggregates; null for no
    /// bound.
    public CostGuard(Database database, Long planCostMax, Long aggregateCostMax) {
        this.database = database;
        this.any = Bound.of(planCostMax, "rest.plan-cost-max");
        this.aggregates = Bound.of(aggregateCostMax, "rest.aggregate-cost-max");
    }

    /// Fails: 422 LOAM-REST-025 for a statement that is too dear; as the statement would fail where
    /// it cannot be planned.
    void guard(Exchange exchange, Plan plan, Format format, Session session) {
        Bound bound = bound(plan);
        if (bound == NONE) {
            return;
        }
        Sql sql = SqlWriter.explain(plan, format, ESTIMATE);
        exchange.trail().runs(sql.text());
        // What a function before the request wrote would stay, and be written again.
        boolean leavesTraces = session.access() == Access.READ_WRITE && !session.before().isEmpty();
        Outcome outcome = leavesTraces
                ? database.decide(sql, session, Runner.run(exchange), Verdict.ROLLBACK)
                : database.run(sql, session, Runner.run(exchange));
        byte[] explained = Runner.rows(outcome, exchange.caller().anonymous()).bytes(0, 0);
        double cost = JSON.readTree(explained).path(0).path("Plan").path("Total Cost").asDouble();
        if (cost > bound.costMax()) {
            throw new Refusal(new RestFailure.TooCostly(String.format(Locale.ROOT, "%.2f", cost),
                    bound.costMax(), bound.setting()));
        }
    }

    /// The narrower one of those that concern a plan.
    private Bound bound(Plan plan) {
        boolean narrower = aggregates.costMax() < any.costMax();
        return narrower && plan.aggregates() ? aggregates : any;
    }
}
