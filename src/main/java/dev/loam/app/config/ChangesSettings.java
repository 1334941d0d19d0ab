package dev.loam.app.config;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.base.config.ByteSize;
import java.util.List;
import java.util.Map;

/// How what is committed to the database is learnt. `url` is null for the login that owns the
/// project, `slot` for a temporary one.
public record ChangesSettings(
        Source source, String url, List<String> publications, String slot, ByteSize slotWalMax,
        PastBound slotPastBound) {
    /// Where changes are read. [#AUTO] is the log where that can be done, else triggers.
    public enum Source { AUTO, WAL, TRIGGERS, OFF }

    public ChangesSettings {
        publications = List.copyOf(publications);
    }

    static ChangesSettings from(
            Resolved values, Map<String, String> environment, List<String> problems) {
        String url = values.get(ChangesTable.URL);
        if (url != null) {
            try {
                url = PostgresConfig.fromUrl(url, environment).url();
            } catch (IllegalArgumentException wrong) {
                problems.add(values.where(ChangesTable.URL) + ": " + wrong.getMessage());
            }
        }
        String slot = values.get(ChangesTable.SLOT);
        if (slot != null && !slot.matches(ReplicationSettings.SLOT_NAME)) {
            problems.add(values.where(ChangesTable.SLOT)
                    + ": wanted up to 63 small letters, digits and underscores, found \"" + slot
                    + "\"");
        }
        if (values.get(ChangesTable.PUBLICATIONS).isEmpty()) {
            problems.add(values.where(ChangesTable.PUBLICATIONS)
                    + ": wanted at least one publication; changes.source = \"off\" reads none");
        }
        return new ChangesSettings(values.get(ChangesTable.SOURCE), url,
                values.get(ChangesTable.PUBLICATIONS), slot,
                values.get(ChangesTable.SLOT_WAL_MAX), values.get(ChangesTable.SLOT_PAST_BOUND));
    }

    /// What the reader of the log is to do.
    public ReplicationSettings replication() {
        return ReplicationSettings.of(publications).withSlot(slot, slotWalMax, slotPastBound);
    }

    @Override
    public String toString() {
        return source + ", " + String.join(", ", publications);
    }
}
