package dev.loam.kernel.query;

import java.util.List;

/// How the execution plan of a statement is told in place of its result.
///
/// Source: PostgreSQL manual, "EXPLAIN".
public record Explain(boolean json, List<Option> options) {
    /// An option of `EXPLAIN`, in the order in which they are named.
    public enum Option { ANALYZE, VERBOSE, SETTINGS, BUFFERS, WAL }

    public Explain {
        options = List.copyOf(options);
    }
}
