package dev.loam.adapters.postgres.replication;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Names of types, asked on the connection beside the stream when a table is described that has one
/// not seen before; never for a row. Built-in types are read once. For one thread.
final class TypeNames implements Types {
    private static final int FIRST_OF_USERS = 16_384;
    private static final int TYPES_MAX = 20_000;
    /// The log tells of a transaction a moment before others see what it did.
    private static final int TRIES = 3;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final SideConnection side;
    private final Map<Integer, String> known = new HashMap<>();

    TypeNames(SideConnection side) throws SQLException {
        this.side = side;
        side.ask(this::readBuiltIn);
    }

    private Void readBuiltIn(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(
                "select oid, format_type(oid, null) from pg_type where oid < " + FIRST_OF_USERS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                known.put((int) rows.getLong(1), rows.getString(2));
            }
        }
        return null;
    }

    @Override
    public String name(int oid, PgOutput.Type sent) {
        String name = known.get(oid);
        for (int i = 0; i < TRIES && name == null; i++) {
            name = asked(oid);
            if (name == null) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } else if (known.size() < TYPES_MAX) {
                known.put(oid, name);
            }
        }
        return name != null ? name : sent == null ? "???" : nameOf(sent);
    }

    private String asked(int oid) {
        try {
            return side.ask(open -> SideConnection.value(open,
                    "select format_type(oid, null) from pg_type where oid = "
                            + Integer.toUnsignedString(oid)));
        } catch (SQLException _) {
            // The name is of less worth than the changes, which the stream still brings.
            return null;
        }
    }

    private static String nameOf(PgOutput.Type sent) {
        return sent.schema().equals("public") || sent.schema().equals("pg_catalog")
                ? sent.name() : sent.schema() + "." + sent.name();
    }
}
