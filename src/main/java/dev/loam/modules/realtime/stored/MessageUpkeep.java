package dev.loam.modules.realtime.stored;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.realtime.access.Questions;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the database make the partitions of the coming days and drop those older than 72 hours, at
/// the start and then every half hour at most. Several processes do not get into each other's way.
public final class MessageUpkeep implements Worker {
    private static final Duration BETWEEN = Duration.ofMinutes(30);
    /// Under the role that may, or as the login itself where that is not to be had.
    private static final Sql BECOME = Sql.of("""
            do $$ begin
                perform pg_catalog.set_config(
                    'role', pg_catalog.current_setting('loam.tender'), true);
            exception when insufficient_privilege or invalid_parameter_value then
                null;
            end $$
            """);
    private static final Sql TEND = Sql.of("select realtime.tend_messages()");
    private static final Logger LOG = LoggerFactory.getLogger(MessageUpkeep.class);

    private final Database database;
    private final Session session;
    private final Questions questions;
    private final Pause pause;

    /// `role` is one that may tend messages; else the login is to be the owner itself.
    public MessageUpkeep(Database database, String role, Questions questions, Pause pause) {
        this.database = database;
        this.session = new Session(null, List.of(new Setting("loam.tender", role)),
                Access.READ_WRITE, null, List.of(BECOME));
        this.questions = questions;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "realtime-upkeep";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            tend();
            pause.about(BETWEEN);
        }
    }

    /// Tends once and says how many partitions came and went. What cannot be done now is left for
    /// the next time.
    public long tend() {
        try {
            long done = questions.asked(run -> database.run(TEND, session, run)).number(0, 0, 0);
            if (done > 0) {
                LOG.debug("{} partitions of realtime.messages came or went", done);
            }
            return done;
        } catch (Refusal refused) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("Could not tend realtime.messages: {}", refused.getMessage());
            }
            return 0;
        }
    }
}
