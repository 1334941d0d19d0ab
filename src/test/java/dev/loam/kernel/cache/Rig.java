package dev.loam.kernel.cache;

import static dev.loam.kernel.cache.ModelDatabase.table;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.base.config.ByteSize;
import dev.loam.base.name.TableName;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.lineage.CallerParts;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Footprint.Pin;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A cache over the model, with hands on everything around it.
final class Rig implements AutoCloseable {
    static final Duration BOUND = Duration.ofSeconds(1);
    static final CacheConfig CONFIG = new CacheConfig(
            true, new ByteSize(1 << 20), new ByteSize(1 << 16), BOUND, Duration.ofMillis(100),
            Duration.ZERO, 64, Set.of(table("off")), Set.of("nobody"), 100);

    final ModelDatabase model = new ModelDatabase();
    final HandClock clock = new HandClock();
    final CachedDatabase cache;
    FakeLineage lineage;
    /// Whether the schema can be read.
    boolean reads = true;

    Rig() {
        this(Rules.RIGHT, CONFIG);
    }

    Rig(Rules rules, CacheConfig config) {
        model.triggers.put(table("t"), table("log"));
        lineage = new FakeLineage(model.snapshot());
        lineage.callers.put(table("mine"), new CallerParts(false, Set.of("sub"), Set.of()));
        lineage.views.put(table("both"), Set.of(table("a"), table("b")));
        model.views.put(table("both"), List.of(table("a"), table("b")));
        cache = new CachedDatabase(model, model, model.feed, new Reading(), clock,
                CachePolicy.W_TINY_LFU, config, rules);
        begin();
    }

    /// Reads at once where it is asked.
    private final class Reading implements Lineages {
        @Override
        public Lineage current() {
            return lineage;
        }

        @Override
        public void refresh() {
            if (reads) {
                lineage = lineage.at(model.snapshot());
            }
        }
    }

    /// The feed begins, and the cache looks around.
    void begin() {
        model.feed.listener.onStart(model.end(), null);
        cache.watchOnce();
    }

    /// The feed tells everything, and the cache learns that this is so.
    void catchUp() {
        cache.watchNow();
        model.feed.tellAll(model.end());
    }

    Rows read(String statement) {
        return read(statement, "anna", Consistency.SESSION);
    }

    Rows read(String statement, String sub, Consistency consistency) {
        return (Rows) cache.run(sql(statement), session(sub), run(consistency));
    }

    Rows write(String statement) {
        return (Rows) cache.run(sql(statement),
                new Session(null, List.of(), Access.READ_WRITE, null, List.of()),
                run(Consistency.SESSION));
    }

    Run run(Consistency consistency) {
        return new Run(Deadline.after(Duration.ofSeconds(10), clock.nanos()), () -> false,
                consistency, false);
    }

    static Session session(String sub) {
        return new Session("web", List.of(
                new Setting("request.jwt.claims", "{\"role\": \"web\", \"sub\": \"" + sub + "\"}"),
                new Setting("request.headers", "{\"x\": \"" + sub + "\"}"),
                new Setting("search_path", "public")), Access.READ_ONLY, null, List.of());
    }

    static Sql sql(String statement) {
        String[] words = statement.split("[ ,]+");
        var name = table(words[1]);
        boolean reads = words[0].equals("read");
        List<Pin> pins = reads && words.length > 2
                ? List.of(new Pin(name, List.of("id"), List.of(words[2]))) : List.of();
        return new Sql(statement, List.of(), new Footprint(reads,
                reads ? Set.of(name) : Set.of(), reads ? Set.of() : written(words), Set.of(),
                pins));
    }

    private static Set<TableName> written(String[] words) {
        var names = new HashSet<TableName>();
        for (int i = 1; i < words.length; i += 2) {
            names.add(table(words[i]));
        }
        return names;
    }

    @Override
    public void close() {
        cache.close();
    }
}
