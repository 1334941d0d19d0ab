package dev.loam.app.config;

import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.base.config.ByteSize;
import java.util.List;

/// The settings of `[changes]`: how what is committed to the database is learnt.
public final class ChangesTable {
    static final SettingTable TABLE = new SettingTable("changes.");

    private static final ByteSize WAL_MIN = new ByteSize(16L << 20);
    private static final ByteSize WAL_MAX = new ByteSize(1L << 50);

    public static final Setting<ChangesSettings.Source> SOURCE = TABLE.add("source",
            Kind.choice(ChangesSettings.Source.class), ChangesSettings.Source.AUTO,
            "Where changes are read: in the write-ahead log (wal), from what triggers note "
                    + "(triggers), nowhere (off), or in the log where that can be done (auto).");
    public static final Setting<String> URL = TABLE.add("url", Kind.ADDRESS, null,
            "The database with a login that may read the log (REPLICATION); without it the "
                    + "login that owns the project.");
    public static final Setting<List<String>> PUBLICATIONS = TABLE.add("publications", Kind.LIST,
            ReplicationSettings.PUBLICATIONS,
            "The publications whose tables are read; one that does not exist is waited for.");
    public static final Setting<String> SLOT = TABLE.add("slot", Kind.OPTIONAL, null,
            "A replication slot that stays, so that nothing is missed while Loam is down; without "
                    + "it one that goes with its connection.");
    public static final Setting<ByteSize> SLOT_WAL_MAX = TABLE.add("slot-wal-max",
            Kind.size(WAL_MIN, WAL_MAX), ReplicationSettings.SLOT_WAL_MAX,
            "The most of its log that the server may keep back for the slot.");
    public static final Setting<PastBound> SLOT_PAST_BOUND = TABLE.add("slot-past-bound",
            Kind.choice(PastBound.class), PastBound.REFUSE,
            "What is done beyond that: refuse to read (the log goes on growing), or drop the slot "
                    + "and tell the gap.");

    private ChangesTable() {
    }
}
