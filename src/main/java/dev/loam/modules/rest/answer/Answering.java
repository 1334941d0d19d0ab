package dev.loam.modules.rest.answer;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Plan;
import dev.loam.modules.rest.ask.Accepted;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.Reuse;
import dev.loam.modules.rest.nested.NestedWrite;
import java.util.Map;

/// A request that is understood, planned and has a format to go out in. `roleSettings` are those of
/// the role it runs as. `nested` takes several statements to write what is asked, and `plan` only
/// shows it; null for one statement, that of the plan. `silent` where nothing that the plan runs
/// can set the answer's headers or status. `reuse` is what the request says of older answers.
public record Answering(
        Ask ask, Plan plan, Accepted accepted, Map<String, String> roleSettings,
        NestedWrite nested, boolean silent, Reuse reuse) {
    Answering with(Reuse newReuse) {
        return new Answering(ask, plan, accepted, roleSettings, nested, silent, newReuse);
    }

    /// True where the database makes no body, because none will be sent.
    public boolean bodiless() {
        return switch (ask.asked()) {
            case Asked.Read read -> read.bodiless();
            case Asked.Call call -> call.bodiless() || isVoid();
            case Asked.Insert insert -> !rows(insert.returned());
            case Asked.Put put -> !rows(put.returned());
            case Asked.Update update -> !rows(update.returned());
            case Asked.Delete delete -> !rows(delete.returned());
        };
    }

    boolean isVoid() {
        return plan instanceof Plan.Call call && call.function().returns().isVoid();
    }

    private static boolean rows(Asked.Returned returned) {
        return returned == Asked.Returned.ROWS;
    }
}
