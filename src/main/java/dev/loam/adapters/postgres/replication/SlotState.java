package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// How a slot stands. `reader` is the process that reads it, 0 for none; `confirmed` the position
/// below which its reader has taken everything; `retained` how many bytes of the log it keeps
/// back; `lost` says that the server has thrown away what it was to keep.
///
/// Source: PostgreSQL manual, "pg_replication_slots".
record SlotState(
        String plugin, boolean here, int reader, Lsn confirmed, long retained, boolean lost) {
    private static final String QUERY = """
            select plugin, database = current_database() as here, active_pid,
              confirmed_flush_lsn, pg_current_wal_lsn() - restart_lsn as retained,
              wal_status = 'lost' as lost
            from pg_replication_slots where slot_name = ?""";

    /// Null when there is no such slot.
    static SlotState of(String name, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? of(row) : null;
            }
        }
    }

    private static SlotState of(ResultSet row) throws SQLException {
        String confirmed = row.getString("confirmed_flush_lsn");
        return new SlotState(row.getString("plugin"), row.getBoolean("here"),
                row.getInt("active_pid"),
                confirmed == null ? null : Lsn.parse(confirmed), row.getLong("retained"),
                row.getBoolean("lost"));
    }
}
