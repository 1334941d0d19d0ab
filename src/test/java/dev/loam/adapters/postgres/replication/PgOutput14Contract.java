package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.replication.ReplicationSettings.Streaming;
import dev.loam.base.config.ByteSize;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;

/// PostgreSQL 14, the oldest that can be read: protocol version 2, which knows streamed
/// transactions.
class PgOutput14Contract extends OwnServerContract {
    @Override
    protected PostgresProcess server() {
        return PostgresProcess.start(
                PostgresPrograms.release("14"), "logical_decoding_work_mem = '64kB'");
    }

    @Override
    ReplicationSettings settings(ReplicationSettings plain) {
        return plain.withStreaming(Streaming.ON, new ByteSize(64 << 20));
    }
}
