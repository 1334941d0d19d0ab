package dev.loam.ports.database;

/// Decides, from a statement's rows, how its transaction ends. Pure and quick: a connection waits.
@FunctionalInterface
public interface Verdict {
    Verdict COMMIT = _ -> true;
    Verdict ROLLBACK = _ -> false;

    /// True to commit, false to roll back.
    boolean commits(Rows rows);
}
