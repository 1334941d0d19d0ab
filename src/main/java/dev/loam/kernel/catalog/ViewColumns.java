package dev.loam.kernel.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which columns of which base tables the columns of views stand for, through views on views.
final class ViewColumns {
    /// More ways than these to show one key in one view are not followed: a view that shows each of
    /// three key columns four times is already beyond any use.
    private static final int WAYS_MAX = 64;

    /// View → column → what it passes on directly.
    private final Map<Long, Map<Integer, ColumnId>> direct = new HashMap<>();
    /// Base table → view → base column → the view's columns that stand for it.
    private Map<Long, Map<Long, Map<Integer, List<Integer>>>> shown;

    ViewColumns(Collection<Relation> relations) {
        for (Relation relation : relations) {
            if (!relation.shows().isEmpty()) {
                direct.put(relation.id(), relation.shows());
            }
        }
    }

    /// A column of a relation.
    record ColumnId(long relation, int number) {
    }

    /// What each column of a view passes on, by the view's rule tree.
    static Map<Integer, ColumnId> shows(byte[] tree) {
        var columns = new TreeMap<Integer, ColumnId>();
        for (NodeTree.Origin origin : NodeTree.origins(tree)) {
            columns.put(origin.number(), new ColumnId(origin.table(), origin.column()));
        }
        return columns;
    }

    /// The views that show a column of a base table.
    Set<Long> viewsOf(long table) {
        return shown().getOrDefault(table, Map.of()).keySet();
    }

    /// The base tables of which a view shows columns, in the order of the view's columns.
    Set<Long> tablesOf(long view) {
        var tables = new LinkedHashSet<Long>();
        direct.getOrDefault(view, Map.of()).values().forEach(id -> tables.add(base(id).relation()));
        return tables;
    }

    /// All relations of which a view shows columns, also by way of other views.
    Set<Long> below(long view) {
        var below = new LinkedHashSet<Long>();
        var open = new ArrayDeque<Long>(List.of(view));
        while (!open.isEmpty()) {
            for (ColumnId id : direct.getOrDefault(open.pop(), Map.of()).values()) {
                if (below.add(id.relation())) {
                    open.push(id.relation());
                }
            }
        }
        return below;
    }

    /// Every way in which a view's columns stand for all of these columns of a table; none where it
    /// lacks one.
    List<int[]> ways(long table, int[] columns, long view) {
        Map<Integer, List<Integer>> shows =
                shown().getOrDefault(table, Map.of()).getOrDefault(view, Map.of());
        List<int[]> ways = List.of(new int[columns.length]);
        for (int i = 0; i < columns.length; i++) {
            var longer = new ArrayList<int[]>();
            for (int[] way : ways) {
                for (int column : shows.getOrDefault(columns[i], List.of())) {
                    int[] next = way.clone();
                    next[i] = column;
                    longer.add(next);
                }
            }
            ways = longer.size() <= WAYS_MAX ? longer : longer.subList(0, WAYS_MAX);
        }
        return ways;
    }

    private Map<Long, Map<Long, Map<Integer, List<Integer>>>> shown() {
        if (shown == null) {
            shown = new HashMap<>();
            direct.forEach((view, columns) -> columns.forEach((number, id) -> {
                ColumnId base = base(id);
                shown.computeIfAbsent(base.relation(), _ -> new TreeMap<>())
                        .computeIfAbsent(view, _ -> new TreeMap<>())
                        .computeIfAbsent(base.number(), _ -> new ArrayList<>()).add(number);
            }));
        }
        return shown;
    }

    /// Follows views on views. A column that some view on the way computes ends there: it stands
    /// for that view's column, which no key names.
    private ColumnId base(ColumnId id) {
        var seen = new HashSet<ColumnId>();
        ColumnId at = id;
        while (seen.add(at)) {
            ColumnId next = direct.getOrDefault(at.relation(), Map.of()).get(at.number());
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }
}
