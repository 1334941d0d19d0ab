package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.ask.Conditions;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.List;
import java.util.function.Function;

/// What must be true of the rows of a write before it is done.
///
/// `readings` are the ways in which the client may have read them: what a GET of the same URL
/// gives, in the format that the write itself accepts and in the usual ones. A tag of any of them
/// will do, since all of them stand for the same rows. `modified` are those of the rows that were
/// changed since the client knows them; null where it did not say when that was.
public record Precondition(Conditions conditions, List<Ready> readings, Ready modified) {
    /// What a reading gave: its tag, null for one without, and whether there was a row.
    record State(String tag, boolean exists) {
    }

    /// Checks; `reading` makes a reading.
    ///
    /// Fails: 412 LOAM-REST-090.
    void check(Function<Ready, State> reading) {
        if (modified != null && reading.apply(modified).exists()) {
            throw failed(Conditions.UNMODIFIED_SINCE, "A row was changed since then.");
        }
        boolean matched = conditions.match() == null;
        for (Ready each : readings) {
            State state = reading.apply(each);
            refuseKnown(state);
            matched |= conditions.match() != null && matches(state);
            boolean settled = matched && conditions.noneMatch() == null
                    || conditions.match() != null && conditions.match().any()
                    || conditions.noneMatch() != null && conditions.noneMatch().any();
            if (settled) {
                break;
            }
        }
        if (!matched) {
            throw failed(Conditions.MATCH, "The rows are not those of the ETag that was sent.");
        }
    }

    private void refuseKnown(State state) {
        Conditions.Tags none = conditions.noneMatch();
        if (none != null && (none.any() ? state.exists() : none.has(state.tag(), false))) {
            throw failed(Conditions.NONE_MATCH, none.any() ? "There is such a row already."
                    : "The rows are still those of an ETag that was sent.");
        }
    }

    private boolean matches(State state) {
        Conditions.Tags match = conditions.match();
        return match.any() ? state.exists() : match.has(state.tag(), true);
    }

    static Refusal failed(String field, String details) {
        return new Refusal(new RestFailure.PreconditionFailed(field, details));
    }
}
