package dev.loam.app.config;

import dev.loam.base.config.ByteSize;

/// The bounds of batches: their operations, and what the results come to.
public record BatchSettings(int operationsMax, ByteSize answerMax) {
    static BatchSettings from(Resolved values) {
        return new BatchSettings(values.get(Settings.BATCH_OPERATIONS_MAX),
                values.get(Settings.BATCH_ANSWER_MAX));
    }
}
