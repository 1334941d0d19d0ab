/// PostgreSQL through pgjdbc: the one-Sync pipeline, a small bounded pool, and `LISTEN`.
///
/// pgjdbc is used below its JDBC face, at its `QueryExecutor`, which sends several statements with
/// one Sync and hands rows over as the bytes that came: `docs/decisions/0003-one-sync-pipeline.md`.
package dev.loam.adapters.postgres;
