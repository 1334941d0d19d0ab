package dev.loam.kernel.lineage;

import dev.loam.base.name.FunctionName;

/// A function as it was read; `unknown` is why it cannot be known what it does, the end of a
/// sentence, null where it can.
record ReadFunction(
        long id, FunctionName name, Uses uses, String unknown, boolean isVolatile, Remark remark) {
}
