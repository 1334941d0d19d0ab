package dev.loam.ports.database;

import dev.loam.base.task.Deadline;
import java.util.function.BooleanSupplier;

/// How long a statement may take, whether anyone still waits for it, and how old its answer may be.
/// `abandoned` is asked now and then, from another thread, while the statement runs; once true, the
/// statement is cancelled. With `tellsPosition` the answer to what wrote says where the log was
/// after its commit.
public record Run(
        Deadline deadline, BooleanSupplier abandoned, Consistency consistency,
        boolean tellsPosition) {
    /// Of the database's own state, and nobody asks for a position.
    public Run(Deadline deadline, BooleanSupplier abandoned) {
        this(deadline, abandoned, Consistency.STRONG, false);
    }

    public static Run until(Deadline deadline) {
        return new Run(deadline, () -> false);
    }
}
