package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.JsonPatch;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;
import java.util.List;

/// What a statement's result must be for its effect to be kept: one row where one was asked for, no
/// more rows than allowed, the key the URL names, no operation that failed, readable response
/// settings.
///
/// `affectedMax` is null for no bound; `operations` are those of a patch.
record Objections(
        boolean oneRow, boolean oneKey, Long affectedMax, List<JsonPatch> operations) {
    static Objections of(Answering answering) {
        Ask ask = answering.ask();
        boolean bounded = ask.preferences().bounded() && Applied.boundable(ask.asked());
        return new Objections(answering.accepted().singular(), ask.asked() instanceof Asked.Put,
                bounded ? ask.preferences().maxAffected() : null,
                ask.asked() instanceof Asked.Update update
                        && update.payload() instanceof Asked.Payload.Patch patch
                        ? patch.operations() : List.of());
    }

    /// True where the row count alone can make it fail.
    boolean possible() {
        return oneRow || oneKey || affectedMax != null || !operations.isEmpty();
    }

    private Failure ofPatch(Rows rows) {
        int failed = operations.isEmpty() ? -1 : (int) rows.number(0, Result.FAILED, -1);
        if (failed < 0) {
            return null;
        }
        JsonPatch operation = operations.get(failed);
        return operation instanceof JsonPatch.Test test
                ? new RestFailure.PatchTestFailed(failed, test.path().toString())
                : new RestFailure.PatchPathMissing(failed, operation.places());
    }

    /// Why the result cannot stand, or null.
    Failure to(Rows rows) {
        Failure ofPatch = ofPatch(rows);
        if (ofPatch != null) {
            return ofPatch;
        }
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
