package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Table;

/// What will be done: names resolved, legal, typed; no SQL yet.
public sealed interface Plan {
    record Read(Table table) implements Plan {
    }

    record Mutate(Table table) implements Plan {
    }

    record Call(Function function) implements Plan {
    }
}
