package dev.loam.ports.database;

/// Decides, from a statement's rows, how its transaction ends. Pure and quick: a connection waits.
@FunctionalInterface
public interface Verdict {
    Verdict COMMIT = _ -> End.COMMIT;
    Verdict ROLLBACK = _ -> End.ROLLBACK;

    /// How a transaction ends. `REHEARSE` rolls back after whatever was deferred to the commit has
    /// been done, so that what a commit would refuse is refused.
    enum End { COMMIT, ROLLBACK, REHEARSE }

    End of(Rows rows);
}
