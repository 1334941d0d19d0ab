package dev.loam.modules.rest.batch;

import dev.loam.modules.rest.answer.Step;

/// An operation that is ready to be run. `cut` says that its statement reads no more than shows
/// that there is too much; `echoed` is the schema that its answer names although it need not, or
/// null. `late` prepares it anew once it is known what it refers to, null where it refers to
/// nothing.
record Prepared(Operation operation, Step step, boolean cut, String echoed, Late late) {
    /// Makes of an operation that was prepared with blanks the one to run.
    interface Late {
        Prepared with(EarlierResults results);
    }

    Prepared with(Late later) {
        return new Prepared(operation, step, cut, echoed, later);
    }
}
