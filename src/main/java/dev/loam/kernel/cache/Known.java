package dev.loam.kernel.cache;

import dev.loam.kernel.lineage.Lineage;

/// What is known of the schema: the lineage, and the effects that were read after it.
record Known(Lineage lineage, Effects effects) {
}
