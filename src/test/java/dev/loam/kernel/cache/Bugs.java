package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.kernel.lineage.CallerParts;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.ports.cache.CacheStores;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Clock;

/// Ways of getting wrong what the cache must get right, each of which a proof must find.
public enum Bugs {
    NONE(Rules.RIGHT),
    POSITION_READ_BEFORE_COMMIT(new Rules() {
        @Override
        boolean readsPositionAfterCommit() {
            return false;
        }
    }),
    POSITIONS_COMPARED_IN_PLACE_OF_SNAPSHOTS(new Rules() {
        @Override
        boolean shows(Snapshot snapshot, Lsn read, long xid, Lsn committed) {
            return committed.compareTo(read) < 0;
        }
    }),
    INSERT_AFTER_INVALIDATION(new Rules() {
        @Override
        boolean mindsWhatCameBefore() {
            return false;
        }
    }),
    TABLE_OF_A_TRIGGER_FORGOTTEN(new Rules() {
        @Override
        boolean mindsTriggers() {
            return false;
        }
    }),
    CLAIM_OF_A_POLICY_IGNORED(new Rules() {
        @Override
        CallerParts caller(CallerParts parts) {
            return CallerParts.NONE;
        }
    });

    final Rules rules;

    Bugs(Rules rules) {
        this.rules = rules;
    }

    /// A cache that has the bug.
    public CachedDatabase open(
            Database database, Database probes, ChangeFeed feed, Lineages lineages, Clock clock,
            CacheStores stores, CacheConfig config) {
        return CachedDatabase.open(
                database, probes, feed, lineages, clock, stores, config, rules);
    }
}
