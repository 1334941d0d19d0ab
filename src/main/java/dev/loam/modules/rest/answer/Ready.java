package dev.loam.modules.rest.answer;

import dev.loam.kernel.query.Plan;
import dev.loam.modules.rest.ask.Reuse;
import dev.loam.ports.database.Sql;

/// A request that only its session is missing to: what it asks, and the statement for it. `cut`
/// where that reads one row more than are made whole, to find out whether there are too many.
public record Ready(Answering answering, Plan plan, boolean cut, Sql sql, Form form) {
    /// The same for a request that says something else of older answers.
    Ready with(Reuse reuse) {
        return answering.reuse().equals(reuse) ? this
                : new Ready(answering.with(reuse), plan, cut, sql, form);
    }
}
