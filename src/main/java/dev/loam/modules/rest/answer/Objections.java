package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;

/// What a statement's result must be for its effect to be kept: one row where one was asked for, no
/// more rows than allowed, the key the URL names, readable response settings.
///
/// `affectedMax` is null for no bound.
record Objections(boolean oneRow, boolean oneKey, Long affectedMax) {
    static Objections of(Answering answering) {
        Ask ask = answering.ask();
        boolean bounded = ask.preferences().bounded() && Applied.boundable(ask.asked());
        return new Objections(answering.accepted().singular(), ask.asked() instanceof Asked.Put,
                bounded ? ask.preferences().maxAffected() : null);
    }

    /// True where the row count alone can make it fail.
    boolean possible() {
        return oneRow || oneKey || affectedMax != null;
    }

    /// Why the result cannot stand, or null.
    Failure to(Rows rows) {
        long count = rows.number(0, Result.PAGE, 0);
        if (oneKey && count != 1) {
            return new RestFailure.KeyMismatch();
        }
        if (affectedMax != null && count > affectedMax) {
            return new RestFailure.TooManyAffected(count);
        }
        if (oneRow && count != 1) {
            return new RestFailure.NotSingular(count);
        }
        try {
            ResponseSettings.of(rows);
            return null;
        } catch (Refusal unreadable) {
            return unreadable.failure();
        }
    }
}
