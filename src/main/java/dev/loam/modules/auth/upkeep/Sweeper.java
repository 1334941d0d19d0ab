package dev.loam.modules.auth.upkeep;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.upkeep.Rules.Rule;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes, every ten minutes at most, what has run out: codes, sign-ins given up, challenges,
/// sessions and refresh tokens. The audit log is kept.
///
/// Rows go by the thousand, each thousand in a transaction of its own, and rows that somebody holds
/// are left for the next time: nobody waits for a sweep, nor do two processes for each other.
public final class Sweeper implements Worker {
    static final int ROWS_MAX = 1_000;
    private static final int BATCHES_MAX = 1_000;
    private static final Duration BETWEEN = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final AuthDatabase database;
    private final Pause pause;
    private final List<Rule> rules;

    public Sweeper(AuthDatabase database, AuthConfig config, Pause pause) {
        this.database = database;
        this.pause = pause;
        this.rules = Rules.of(config);
    }

    @Override
    public String name() {
        return "auth-sweeper";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            pause.about(BETWEEN);
            long gone = sweep();
            if (gone > 0) {
                LOG.debug("Deleted {} rows that had run out", gone);
            }
        }
    }

    /// Sweeps once and says how many rows went. What cannot be swept now is left for the next time.
    public long sweep() {
        long gone = 0;
        for (var rule : rules) {
            try {
                gone += sweep(rule);
            } catch (Refusal refused) {
                if (Thread.currentThread().isInterrupted()) {
                    return gone;
                }
                LOG.warn("Could not sweep {}: {}", rule.table(), refused.getMessage());
            }
        }
        return gone;
    }

    private long sweep(Rule rule) {
        long gone = 0;
        for (int batch = 0; batch < BATCHES_MAX; batch++) {
            long deleted = database.transact(tx -> tx.change("delete from " + rule.table()
                    + " where ctid = any (array(select t.ctid from " + rule.table() + " t where "
                    + rule.condition() + " limit " + ROWS_MAX + " for update skip locked))",
                    rule.values().toArray()));
            gone += deleted;
            if (deleted < ROWS_MAX) {
                break;
            }
        }
        return gone;
    }
}
