package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.replication.ReplicationSettings.Streaming;
import dev.loam.base.config.ByteSize;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;

/// PostgreSQL 16, protocol version 4, which sends every change at once, long before its transaction
/// ends.
class PgOutput16Contract extends OwnServerContract {
    @Override
    protected PostgresProcess server() {
        return PostgresProcess.start(PostgresPrograms.release("16"),
                "debug_logical_replication_streaming = 'immediate'");
    }

    @Override
    ReplicationSettings settings(ReplicationSettings plain) {
        return plain.withStreaming(Streaming.ON, new ByteSize(64 << 20));
    }
}
