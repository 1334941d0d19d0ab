package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.kernel.cache.ModelDatabase.Tx;
import dev.loam.kernel.cache.ModelDatabase.Written;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Consistency.Level;
import dev.loam.ports.database.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A model database, a cache and a feed that do things in an order that a seed chooses: statements
/// and commits in the midst of others, a feed that comes late. Every answer is checked.
final class CacheWorld {
    private static final int DEPTH_MAX = 3;
    private static final List<String> READS = List.of("read a", "read a 1", "read a 2", "read b",
            "read both", "read log", "read mine", "read t");
    private static final List<String> WRITES =
            List.of("write a 1", "write b 1", "write t 1", "write mine 1", "write a 2, b 2");

    private final Rig rig;
    private final Random random;
    private final Set<String> underWay = new HashSet<>();
    private final List<Tx> begun = new ArrayList<>();
    private final List<Tx> logged = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final Set<Long> own = new HashSet<>();
    private int depth;

    /// What others could see from a moment on.
    private record Seen(long at, Written written) {
    }

    CacheWorld(long seed, Rules rules) {
        random = new Random(seed);
        rig = new Rig(rules, Rig.CONFIG);
        rig.model.onSeen = tx -> tx.written.forEach(
                each -> seen.add(new Seen(rig.clock.nanos(), each)));
        rig.model.during = this::meanwhile;
        rig.model.feed.onPoke = () -> {
            if (random.nextInt(3) == 0) {
                tellSome();
            }
        };
    }

    /// Goes so many steps; fails with an AssertionError for a wrong answer.
    CacheFigures live(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        CacheFigures figures = rig.cache.figures();
        rig.close();
        return figures;
    }

    private void meanwhile() {
        if (depth >= DEPTH_MAX) {
            return;
        }
        depth++;
        for (int i = random.nextInt(4); i > 0; i--) {
            step();
        }
        depth--;
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> read();
            case 8 -> write();
            case 9 -> begun.add(foreign());
            case 10 -> log();
            case 11 -> show();
            case 12, 13 -> rig.model.feed.tellOne();
            case 14 -> tellSome();
            case 15 -> rig.clock.pass(Duration.ofMillis(random.nextInt(300)));
            case 16, 17 -> rig.cache.watchNow();
            case 18 -> schema();
            default -> trouble();
        }
    }

    private Tx foreign() {
        String[] words = WRITES.get(random.nextInt(WRITES.size())).split("[ ,]+");
        Tx tx = rig.model.begin();
        for (int i = 1; i < words.length; i += 2) {
            tx.write(words[i], Long.parseLong(words[i + 1]));
        }
        return tx;
    }

    private void log() {
        if (!begun.isEmpty()) {
            logged.add(begun.remove(random.nextInt(begun.size())).log());
        }
    }

    private void show() {
        if (!logged.isEmpty()) {
            logged.remove(random.nextInt(logged.size())).show();
        }
    }

    private void tellSome() {
        for (int i = random.nextInt(5); i > 0; i--) {
            rig.model.feed.tellOne();
        }
        if (rig.model.feed.waiting.isEmpty()) {
            rig.model.feed.listener.onProgress(rig.model.end());
        }
    }

    private void schema() {
        if (random.nextInt(4) == 0) {
            rig.model.begin().emit("loam.ddl").commit();
        }
        if (random.nextInt(2) == 0) {
            rig.lineage = rig.lineage.at(rig.model.snapshot());
        }
    }

    private void trouble() {
        switch (random.nextInt(12)) {
            case 0 -> rig.model.feed.listener.onPause("cut");
            case 1 -> {
                rig.model.feed.waiting.clear();
                rig.model.feed.listener.onStart(rig.model.end(), "lost");
            }
            default -> rig.cache.watchOnce();
        }
    }

    private void write() {
        Rows rows = rig.write(WRITES.get(random.nextInt(WRITES.size())));
        own.add(rows.number(0, 0, 0));
    }

    private void read() {
        String statement = READS.get(random.nextInt(READS.size()));
        String caller = random.nextBoolean() ? "anna" : "bert";
        Consistency consistency = consistency();
        // One thread cannot wait for itself.
        if (!underWay.add(statement)) {
            return;
        }
        Set<Long> needed = needed(statement, consistency);
        Rows rows = rig.read(statement, caller, consistency);
        underWay.remove(statement);
        Set<Long> got = new HashSet<>();
        for (String xid : rows.text(0, 0).split(",")) {
            got.add(xid.isEmpty() ? 0 : Long.parseLong(xid));
        }
        if (!got.containsAll(needed)) {
            needed.removeAll(got);
            throw new AssertionError(statement + " under " + consistency + " misses " + needed
                    + ", " + rows.served());
        }
        if (statement.equals("read mine") && !rows.text(0, 1).contains(caller)) {
            throw new AssertionError(caller + " got what is " + rows.text(0, 1));
        }
    }

    private Consistency consistency() {
        Consistency plain = switch (random.nextInt(8)) {
            case 0 -> Consistency.STRONG;
            case 1 -> new Consistency(Level.EVENTUAL, null, null);
            case 2 -> new Consistency(Level.BOUNDED, Duration.ofMillis(50), null);
            case 3 -> new Consistency(Level.BOUNDED, Duration.ofMinutes(5), null);
            default -> Consistency.SESSION;
        };
        // Where all that is in the log is seen, its end is a position that shows it.
        return random.nextInt(6) == 0 && logged.isEmpty() && depth == 0
                ? plain.after(new Lsn(rig.model.end)) : plain;
    }

    /// The transactions that an answer must show.
    private Set<Long> needed(String statement, Consistency consistency) {
        String[] words = statement.split(" ");
        TableName name = ModelDatabase.table(words[1]);
        List<TableName> tables = rig.model.views.getOrDefault(name, List.of(name));
        var needed = new HashSet<Long>();
        for (Seen each : seen) {
            Written written = each.written();
            boolean asked = tables.contains(written.table())
                    && (words.length < 3 || written.id() == Long.parseLong(words[2]));
            if (asked && due(each, consistency)) {
                needed.add(written.xid());
            }
        }
        return needed;
    }

    private boolean due(Seen each, Consistency consistency) {
        long age = rig.clock.nanos() - each.at();
        if (consistency.atLeast() != null) {
            return true;
        }
        return switch (consistency.level()) {
            case STRONG -> true;
            case SESSION -> own.contains(each.written().xid()) || age > Rig.BOUND.toNanos();
            case BOUNDED -> age > consistency.bound().toNanos();
            case EVENTUAL -> false;
        };
    }
}
