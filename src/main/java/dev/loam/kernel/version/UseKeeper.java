package dev.loam.kernel.version;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Adds what was counted to a table, about every minute and at the end, so that it is known who
/// still uses a version when the process has begun anew. What could not be added is added the next
/// time.
final class UseKeeper implements Worker {
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Duration TIME_MAX = Duration.ofSeconds(2);
    private static final String ADD = "select loam.add_version_use(?::jsonb)";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(UseKeeper.class);

    private final Use use;
    private final Database database;
    private final Clock clock;
    private final Pause pause;
    private final Map<Use.Pair, Long> added = new HashMap<>();
    private boolean told;

    UseKeeper(Use use, Database database, Clock clock, Pause pause) {
        this.use = use;
        this.database = database;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "version-use";
    }

    @Override
    public void run() throws InterruptedException {
        try {
            while (true) {
                pause.about(BETWEEN);
                add();
            }
        } catch (InterruptedException end) {
            add();
            throw end;
        }
    }

    private void add() {
        Map<Use.Pair, Long> sums = use.sums();
        List<Map<String, Object>> counted = new ArrayList<>();
        sums.forEach((pair, sum) -> {
            long more = sum - added.getOrDefault(pair, 0L);
            if (more > 0) {
                counted.add(Map.of("version", pair.version(), "caller", pair.caller(),
                        "requests", more));
            }
        });
        if (counted.isEmpty()) {
            return;
        }
        var outcome = database.run(
                Sql.of(ADD, Sql.Bind.of(JSON.writeValueAsString(counted))), Session.LOGIN,
                Run.until(Deadline.after(TIME_MAX, clock.nanos())));
        if (outcome instanceof Rows) {
            added.putAll(sums);
        } else if (!told) {
            told = true;
            LOG.warn("Could not keep who uses which version: {}", outcome.said());
        }
    }
}
