package dev.loam.adapters.postgres.schema;

import java.util.List;

/// What [Bootstrap] did: titles of the statements that ran, and of those that this login may not
/// run, each with PostgreSQL's reason.
public record BootstrapReport(List<String> done, List<String> refused) {
    public BootstrapReport {
        done = List.copyOf(done);
        refused = List.copyOf(refused);
    }
}
