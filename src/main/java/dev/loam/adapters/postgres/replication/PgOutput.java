package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.time.Instant;
import java.util.List;

/// A message of the plugin `pgoutput`. `xid` numbers are the 32 bits that the server sends; where a
/// message stands inside a streamed block its own is given, else it is 0.
///
/// Source: PostgreSQL manual, "Logical Replication Message Formats".
sealed interface PgOutput {
    /// A transaction that has committed begins. `position` is that of its commit record.
    record Begin(int xid, Lsn position, Instant at) implements PgOutput {
    }

    /// It ends; `end` is the position behind its commit record.
    record Commit(Lsn position, Lsn end, Instant at) implements PgOutput {
    }

    /// Where a transaction was written first, if it came to this server by replication.
    record Origin(Lsn position, String name) implements PgOutput {
    }

    /// What a table looks like from now on.
    record Relation(
            int xid, int oid, String schema, String name, Identity identity,
            List<Column> columns) implements PgOutput {
    }

    /// A column of a table.
    record Column(String name, int type, int modifier, boolean identifies) {
    }

    /// The name of a type that is not built in; of a domain the object id is its own and the name
    /// that of the type below.
    record Type(int xid, int oid, String schema, String name) implements PgOutput {
    }

    /// An inserted, updated or deleted row, as in [dev.loam.ports.changes.Change.OfRow].
    record Row(
            int xid, Kind kind, int relation, CellRow before, boolean keyOnly, CellRow after)
            implements PgOutput {
    }

    record Truncate(int xid, List<Integer> relations) implements PgOutput {
    }

    record Message(int xid, boolean transactional, Lsn position, String prefix, byte[] content)
            implements PgOutput {
    }

    /// A block of changes of a transaction that has not ended yet. `first` is true for its first
    /// block.
    record StreamStart(int xid, boolean first) implements PgOutput {
    }

    record StreamStop() implements PgOutput {
    }

    record StreamCommit(int xid, Lsn position, Lsn end, Instant at) implements PgOutput {
    }

    /// The transaction, or the part of it that is `part`, was rolled back.
    record StreamAbort(int xid, int part) implements PgOutput {
        boolean whole() {
            return xid == part;
        }
    }
}
