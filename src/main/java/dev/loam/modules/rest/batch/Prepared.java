package dev.loam.modules.rest.batch;

import dev.loam.modules.rest.answer.Step;

/// An operation that is ready to be run. `cut` says that its statement reads no more than shows
/// that there is too much; `echoed` is the schema that its answer names although it need not, or
/// null.
record Prepared(Operation operation, Step step, boolean cut, String echoed) {
}
