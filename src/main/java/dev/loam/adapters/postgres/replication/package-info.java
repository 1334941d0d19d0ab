/// Committed changes, read from the write-ahead log by logical replication with the plugin
/// `pgoutput`.
///
/// From the bottom: [WalStream] is the connection, [PgOutputReader] understands the plugin's
/// messages, [Assembler] puts transactions together from them, and [PgOutputSource] keeps all that
/// going and tells the listener. Why slots are used as they are stands in
/// `docs/decisions/0030-slot-policy.md`.
///
/// Source: PostgreSQL manual, "Streaming Replication Protocol" and "Logical Replication Message
/// Formats".
package dev.loam.adapters.postgres.replication;
