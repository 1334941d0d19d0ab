package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.replication.ReplicationSettings.Streaming;
import dev.loam.base.config.ByteSize;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;

/// PostgreSQL 18 which sends every change at once, with what a parallel reader would need.
class PgOutputParallelContract extends OwnServerContract {
    @Override
    protected PostgresProcess server() {
        return PostgresProcess.start(PostgresPrograms.bundled(),
                "debug_logical_replication_streaming = 'immediate'");
    }

    @Override
    ReplicationSettings settings(ReplicationSettings plain) {
        return plain.withStreaming(Streaming.PARALLEL, new ByteSize(64 << 20));
    }
}
