/// PostgreSQL 18 inside a project folder: unpacked, created, started, watched, stopped, backed up.
///
/// The door is [EmbeddedPostgres]; [EmbeddedFolder] tells another process where the server of a
/// folder is; [EmbeddedBackup] copies it while it runs.
package dev.loam.adapters.postgres.embedded;
