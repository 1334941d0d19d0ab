package dev.loam.app.config;

/// How the transaction of a request ends, and whether `Prefer: tx=` may choose the other end.
public enum TxEnd { COMMIT, COMMIT_ALLOW_OVERRIDE, ROLLBACK, ROLLBACK_ALLOW_OVERRIDE }
