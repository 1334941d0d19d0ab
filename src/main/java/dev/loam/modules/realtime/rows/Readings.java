package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.Lineages;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// On what it depends for each role who sees rows of a table, as far as the lineage can be trusted.
/// For one thread.
///
/// A lineage counts once it shows the last change of the schema that was told, and as long as the
/// policies that are found in the database are those of before. Without one everything counts.
final class Readings {
    private final Lineages lineages;
    private final Tables tables;
    private final Interest interest;
    private final Decisions decisions;
    private final Map<String, Map<TableName, Reading>> readings = new HashMap<>();
    private final Map<String, String> conditions = new HashMap<>();
    /// Those that were ever asked; they stay, so that no change of theirs is overlooked.
    private final Set<TableName> sources = new HashSet<>();
    private Lineage lineage;
    private Lineage distrusted;
    private long redefinedXid;

    Readings(Lineages lineages, Tables tables, Interest interest, Decisions decisions) {
        this.lineages = lineages;
        this.tables = tables;
        this.interest = interest;
        this.decisions = decisions;
    }

    /// A transaction changed the schema.
    void redefined(long xid) {
        redefinedXid = Math.max(redefinedXid, xid);
    }

    /// Takes the newest lineage; true where it is another one.
    boolean renew() {
        var current = lineages.current();
        if (current != null
                && (current == distrusted || !current.taken().shows(redefinedXid))) {
            current = null;
        }
        boolean other = current != lineage;
        lineage = current;
        return other;
    }

    void forget() {
        readings.clear();
        conditions.clear();
    }

    /// For the role of a member. What that role may do with the table was learnt before.
    Reading of(Member member, PublishedTable table) {
        var ofRole = readings.computeIfAbsent(member.caller().role(), _ -> new HashMap<>());
        var found = ofRole.get(table.name());
        if (found == null) {
            found = Reading.of(lineage, table, tables.rights(member.caller().role(), table));
            ofRole.put(table.name(), found);
            if (sources.addAll(found.sources())) {
                interest.sources(sources);
                decisions.holdOff();
            }
        }
        return found;
    }

    /// What of a member's claims counts for the table.
    static String callerKey(Member member, PublishedTable table, Reading reading) {
        return member.callerKeys().computeIfAbsent(table.oid(),
                _ -> reading.callerKey(member.caller()));
    }

    /// Whether the policies that were asked are those that were asked before; if not, the lineage
    /// is behind the database, and is not trusted any more.
    boolean asBefore(Checks checks) {
        if (lineage == null) {
            return true;
        }
        boolean same = true;
        for (var found : checks.conditions().entrySet()) {
            var known = conditions.putIfAbsent(found.getKey(), found.getValue());
            same &= known == null || known.equals(found.getValue());
        }
        if (!same) {
            distrusted = lineage;
        }
        return same;
    }
}
