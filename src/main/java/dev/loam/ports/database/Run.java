package dev.loam.ports.database;

import dev.loam.base.task.Deadline;
import java.util.function.BooleanSupplier;

/// How long a statement may take, whether anyone still waits for it, and how old its answer may be.
/// `abandoned` is asked now and then, from another thread, while the statement runs; once true, the
/// statement is cancelled. With `tellsPosition` the answer to what wrote says where the log was
/// after its commit. `turn` is asked before a connection is taken.
public record Run(
        Deadline deadline, BooleanSupplier abandoned, Consistency consistency,
        boolean tellsPosition, Turn turn) {
    /// Of whoever need not wait.
    public Run(Deadline deadline, BooleanSupplier abandoned, Consistency consistency,
            boolean tellsPosition) {
        this(deadline, abandoned, consistency, tellsPosition, Turn.FREE);
    }

    /// Of the database's own state, and nobody asks for a position.
    public Run(Deadline deadline, BooleanSupplier abandoned) {
        this(deadline, abandoned, Consistency.STRONG, false);
    }

    public static Run until(Deadline deadline) {
        return new Run(deadline, () -> false);
    }

    public Run inTurn(Turn newTurn) {
        return new Run(deadline, abandoned, consistency, tellsPosition, newTurn);
    }

    public Run tellingPosition() {
        return new Run(deadline, abandoned, consistency, true, turn);
    }
}
