package dev.loam.kernel.cache;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.lineage.Origins;
import dev.loam.kernel.lineage.TablePolicies;
import dev.loam.ports.database.Consistency.Level;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Footprint.Pin;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Decides what may be kept at all, and what an answer comes from. What it finds out of a set of
/// relations and functions it remembers for as long as the schema is the same.
final class Judge {
    private static final int REMEMBERED_MAX = 10_000;

    private final CacheConfig config;
    private volatile Memory memory = new Memory(null, Map.of());

    private record Relations(Set<TableName> reads, Set<FunctionName> calls) {
    }

    private record Memory(Known known, Map<Relations, Judgement> judgements) {
    }

    /// Of relations and functions: what forbids to keep, null for nothing; where they come from.
    record Judgement(Pass pass, Origins origins) {
    }

    Judge(CacheConfig config) {
        this.config = config;
    }

    /// What in the request itself forbids to keep the answer; null for nothing.
    Pass forbids(Sql sql, Session session, Run run) {
        if (!config.on()) {
            return Pass.OFF;
        }
        if (session.access() != Access.READ_ONLY) {
            return Pass.WRITES;
        }
        if (!sql.footprint().whole()) {
            return Pass.NOT_WHOLE;
        }
        if (!session.before().isEmpty()) {
            return Pass.PREPARED;
        }
        if (session.isolation() != null) {
            return Pass.ISOLATION;
        }
        if (run.consistency().level() == Level.STRONG) {
            return Pass.STRONG;
        }
        String role = session.role();
        return role != null && config.offRoles().contains(role) ? Pass.ROLE : null;
    }

    Judgement of(Footprint footprint, Known known) {
        Memory now = memory;
        if (now.known() != known) {
            now = new Memory(known, new ConcurrentHashMap<>());
            memory = now;
        }
        var relations = new Relations(footprint.reads(), footprint.calls());
        Judgement judgement = now.judgements().get(relations);
        if (judgement == null) {
            judgement = judged(footprint, known);
            if (now.judgements().size() < REMEMBERED_MAX) {
                now.judgements().put(relations, judgement);
            }
        }
        return judgement;
    }

    private Judgement judged(Footprint footprint, Known known) {
        Origins origins = known.lineage().of(footprint);
        return new Judgement(pass(footprint, origins, known), origins);
    }

    private Pass pass(Footprint footprint, Origins origins, Known known) {
        if (!origins.keepable()) {
            return new Pass(Reason.UNKNOWABLE, origins.obstacles().getFirst());
        }
        var relations = new HashSet<>(footprint.reads());
        relations.addAll(origins.tables());
        for (TableName relation : relations) {
            if (config.offTables().contains(relation)) {
                return new Pass(Reason.TABLE, "the cache is off for " + relation);
            }
        }
        for (TableName table : origins.tables()) {
            String untold = known.lineage().untold(table);
            if (untold != null) {
                return new Pass(Reason.UNTOLD, untold);
            }
        }
        return null;
    }

    /// What an answer comes from, with those pins that hold: a table's pins hold only if nothing
    /// else of the statement reads it, its own policies included.
    Reach reach(Footprint footprint, Origins origins, Known known) {
        if (footprint.pins().isEmpty()) {
            return new Reach(origins.tables(), Map.of());
        }
        var pins = new HashMap<TableName, List<Pin>>();
        for (Pin pin : footprint.pins()) {
            pins.computeIfAbsent(pin.table(), _ -> new ArrayList<>()).add(pin);
        }
        pins.keySet().removeIf(table -> !readByKeyOnly(table, footprint, known));
        return new Reach(origins.tables(), pins);
    }

    private static boolean readByKeyOnly(TableName table, Footprint footprint, Known known) {
        var others = new HashSet<>(footprint.reads());
        others.remove(table);
        if (originsOf(others, footprint.calls(), known).contains(table)) {
            return false;
        }
        var ruling = new HashSet<TableName>();
        TablePolicies policies = known.lineage().policies(table);
        if (policies != null) {
            policies.policies().forEach(each -> ruling.addAll(each.origins().tables()));
        }
        if (ruling.contains(table)) {
            return false;
        }
        // A partitioned table or a view has others in its place.
        var own = new HashSet<>(originsOf(Set.of(table), Set.of(), known));
        own.removeAll(ruling);
        return own.equals(Set.of(table));
    }

    private static Set<TableName> originsOf(
            Set<TableName> reads, Set<FunctionName> calls, Known known) {
        return known.lineage().of(new Footprint(true, reads, Set.of(), calls, List.of())).tables();
    }
}
