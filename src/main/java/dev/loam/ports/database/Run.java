package dev.loam.ports.database;

import dev.loam.base.task.Deadline;
import java.util.function.BooleanSupplier;

/// How long a statement may take, and whether anyone still waits for it. `abandoned` is asked now
/// and then, from another thread, while the statement runs; once true, the statement is cancelled.
public record Run(Deadline deadline, BooleanSupplier abandoned) {
    public static Run until(Deadline deadline) {
        return new Run(deadline, () -> false);
    }
}
