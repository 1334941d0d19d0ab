package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who listens to what, by table. For one thread.
final class Registry {
    private final Map<TableName, Map<Wanted, Group>> ofTables = new HashMap<>();
    private final Map<Wanted, Group> ofSchemas = new LinkedHashMap<>();
    private final Map<Member, Set<Watch>> members = new LinkedHashMap<>();

    /// All who want the same thing.
    static final class Group {
        private final Watch watch;
        private final Set<Member> members = new LinkedHashSet<>();
        /// Its filters on columns of tables as they are known; null where they do not fit.
        private final Map<PublishedTable, List<Condition>> conditions = new IdentityHashMap<>();

        Group(Watch watch) {
            this.watch = watch;
        }

        Watch watch() {
            return watch;
        }

        Collection<Member> members() {
            return members;
        }

        /// The filters as conditions on this table; null where it has no such column.
        List<Condition> on(PublishedTable table) {
            return conditions.computeIfAbsent(table, this::conditions);
        }

        private List<Condition> conditions(PublishedTable table) {
            List<Condition> found = new ArrayList<>();
            for (var filter : watch.filters()) {
                var column = table.column(filter.column());
                if (column == null) {
                    return null;
                }
                found.add(Condition.of(filter, column));
            }
            return found;
        }
    }

    /// Adds a member to the groups of some of its watches.
    void add(Member member, List<Watch> live) {
        members.put(member, new LinkedHashSet<>(live));
        for (var watch : live) {
            groups(watch).computeIfAbsent(watch.wanted(), _ -> new Group(watch))
                    .members.add(member);
        }
    }

    void remove(Member member) {
        List.copyOf(watches(member)).forEach(watch -> remove(member, watch));
        members.remove(member);
    }

    /// Takes a member out of the group of one of its watches.
    void remove(Member member, Watch watch) {
        if (members.containsKey(member)) {
            members.get(member).remove(watch);
        }
        var groups = watch.table() == null ? ofSchemas
                : ofTables.getOrDefault(watch.tableName(), Map.of());
        var group = groups.get(watch.wanted());
        if (group != null && group.members.remove(member) && group.members.isEmpty()) {
            groups.remove(watch.wanted());
            ofTables.remove(watch.tableName(), Map.of());
        }
    }

    /// The watches of a member that are told.
    Set<Watch> watches(Member member) {
        return members.getOrDefault(member, Set.of());
    }

    Collection<Member> members() {
        return members.keySet();
    }

    /// Those whose watch covers the table.
    List<Group> groups(TableName table) {
        List<Group> found = new ArrayList<>(ofTables.getOrDefault(table, Map.of()).values());
        for (var group : ofSchemas.values()) {
            if (group.watch().covers(table)) {
                found.add(group);
            }
        }
        return found;
    }

    /// Tables were read anew: what was known of filters on the old ones goes.
    void tablesChanged() {
        ofTables.values().forEach(groups -> groups.values()
                .forEach(group -> group.conditions.clear()));
        ofSchemas.values().forEach(group -> group.conditions.clear());
    }

    private Map<Wanted, Group> groups(Watch watch) {
        return watch.table() == null ? ofSchemas
                : ofTables.computeIfAbsent(watch.tableName(), _ -> new LinkedHashMap<>());
    }
}
