package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Snapshot;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.rows.Asker.Unanswered;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// The questions about the rows of a batch that only PostgreSQL can answer, gathered first and then
/// asked at once: one statement for each role. For one batch and one thread.
///
/// Each row goes by a number of the asker's. What was not asked, and what failed, is not seen.
final class Checks {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String VISIBLE = "select %d, v.caller, v.seen, v.condition, v.trouble,"
            + " pg_current_snapshot()::text from realtime.visible_rows("
            + "?::oid, ?::text[], ?::text[], ?::text[], ?::text[]) as v";
    private static final String MATCHING = "select %d, m.filter, m.meant, null, m.trouble,"
            + " pg_current_snapshot()::text from realtime.matching_rows("
            + "?::oid, ?::text[], ?::jsonb) as m";

    private final Map<String, Map<Object, Part>> parts = new LinkedHashMap<>();
    private final Map<String, String> silent = new HashMap<>();

    /// Rows that are asked about together: of one table, for one role.
    private abstract static class Part {
        final PublishedTable table;
        final Map<Integer, Integer> places = new HashMap<>();
        final List<String> literals = new ArrayList<>();
        final List<BitSet> answers = new ArrayList<>();
        final List<String> troubles = new ArrayList<>();

        Part(PublishedTable table) {
            this.table = table;
        }

        void row(int number, RowView row) {
            if (places.putIfAbsent(number, literals.size() + 1) == null) {
                literals.add(row.literal());
            }
        }

        boolean says(int asked, int number) {
            var place = places.get(number);
            return place != null && asked < answers.size() && answers.get(asked).get(place);
        }

        abstract int asked();

        abstract String text(int index);

        abstract void bind(List<Bind> binds);

        void bindRows(List<Bind> binds) {
            binds.add(Bind.of(Long.toString(table.oid())));
            binds.add(Bind.of(RowLiteral.array(literals)));
        }

        void begin() {
            answers.clear();
            troubles.clear();
            for (int i = 0; i < asked(); i++) {
                answers.add(new BitSet());
                troubles.add(null);
            }
        }
    }

    /// Which callers see which rows. `lacking` are columns to be taken from the table as it is.
    private static final class Visible extends Part {
        final List<String> lacking;
        final Map<String, Integer> callers = new HashMap<>();
        final List<String> claims = new ArrayList<>();
        String condition;

        Visible(PublishedTable table, List<String> lacking) {
            super(table);
            this.lacking = lacking;
        }

        @Override
        int asked() {
            return claims.size();
        }

        @Override
        String text(int index) {
            return VISIBLE.formatted(index);
        }

        @Override
        void bind(List<Bind> binds) {
            bindRows(binds);
            binds.add(Bind.of(RowLiteral.array(lacking)));
            binds.add(Bind.of(RowLiteral.array(table.keys())));
            binds.add(Bind.of(RowLiteral.array(claims)));
        }
    }

    /// Which filters mean which rows.
    private static final class Matching extends Part {
        final Map<Filter, Integer> indexes = new HashMap<>();
        final List<Map<String, Object>> filters = new ArrayList<>();

        Matching(PublishedTable table) {
            super(table);
        }

        @Override
        int asked() {
            return filters.size();
        }

        @Override
        String text(int index) {
            return MATCHING.formatted(index);
        }

        @Override
        void bind(List<Bind> binds) {
            bindRows(binds);
            binds.add(Bind.of(JSON.writeValueAsString(filters)));
        }

        void filter(Filter filter) {
            if (indexes.putIfAbsent(filter, filters.size()) == null) {
                filters.add(Map.of("column", filter.column(), "negated", filter.negated(),
                        "operator", filter.operator().word(), "value",
                        filter.value() != null ? filter.value()
                                : RowLiteral.array(filter.values())));
            }
        }
    }

    private record VisibleKey(PublishedTable table, List<String> lacking) {
    }

    boolean none() {
        return parts.isEmpty();
    }

    /// Asks whether a caller sees a row. Callers of one role with the same key stand for each
    /// other.
    void visible(Caller caller, String key, Reading reading, int number, RowView row) {
        var lacking = lacking(reading, row);
        var part = (Visible) parts.computeIfAbsent(caller.role(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(new VisibleKey(row.table(), lacking),
                        _ -> new Visible(row.table(), lacking));
        part.row(number, row);
        if (part.callers.putIfAbsent(key, part.claims.size()) == null) {
            part.claims.add(caller.claimsJson());
        }
    }

    boolean sees(Caller caller, String key, Reading reading, int number, RowView row) {
        var part = part(caller.role(), new VisibleKey(row.table(), lacking(reading, row)));
        var index = part == null ? null : ((Visible) part).callers.get(key);
        return index != null && part.says(index, number);
    }

    /// Why the caller's policies could not be asked about the row; null where they could.
    String trouble(Caller caller, String key, Reading reading, RowView row) {
        var part = part(caller.role(), new VisibleKey(row.table(), lacking(reading, row)));
        var index = part == null ? null : ((Visible) part).callers.get(key);
        return index == null || index >= part.troubles.size() ? null : part.troubles.get(index);
    }

    /// Asks whether a filter means a row, as the role sees it.
    void meant(String role, Filter filter, int number, RowView row) {
        var part = matching(role, row.table());
        part.row(number, row);
        part.filter(filter);
    }

    boolean means(String role, Filter filter, int number, RowView row) {
        var part = (Matching) part(role, row.table());
        var index = part == null ? null : part.indexes.get(filter);
        return index != null && part.says(index, number);
    }

    /// Asks of a filter alone whether it can be asked at all.
    void possible(String role, Filter filter, PublishedTable table) {
        matching(role, table).filter(filter);
    }

    /// Why a filter cannot be asked; null where it can.
    String trouble(String role, Filter filter, PublishedTable table) {
        var part = (Matching) part(role, table);
        var index = part == null ? null : part.indexes.get(filter);
        return index == null ? null : part.troubles.get(index);
    }

    /// Asks everything, and answers for each role one of the snapshots that its answers show at
    /// least. What PostgreSQL refuses a role is its trouble; where there is no answer, that
    /// concerns the role alone too.
    List<Snapshot> ask(Asker asker) throws InterruptedException {
        List<Snapshot> shown = new ArrayList<>();
        silent.clear();
        for (var one : parts.entrySet()) {
            var ofRole = List.copyOf(one.getValue().values());
            ofRole.forEach(Part::begin);
            try {
                var rows = asker.ask(one.getKey(), question(ofRole));
                for (int row = 0; row < rows.size(); row++) {
                    take(rows, row, ofRole.get((int) rows.number(row, 0, 0)));
                }
                if (rows.size() > 0) {
                    shown.add(Snapshot.parse(rows.text(0, 5)));
                }
            } catch (Unanswered unanswered) {
                if (unanswered.refused()) {
                    ofRole.forEach(part ->
                            part.troubles.replaceAll(_ -> unanswered.getMessage()));
                } else {
                    silent.put(one.getKey(), unanswered.getMessage());
                }
            }
        }
        return shown;
    }

    /// Why nothing is known of what was asked for the role; null where it is.
    String silence(String role) {
        return silent.get(role);
    }

    private static Sql question(List<Part> ofRole) {
        var binds = new ArrayList<Bind>();
        ofRole.forEach(part -> part.bind(binds));
        var text = new StringBuilder();
        for (int i = 0; i < ofRole.size(); i++) {
            text.append(i == 0 ? "" : " union all ").append(ofRole.get(i).text(i));
        }
        return Sql.of(text.toString(), binds.toArray(Bind[]::new));
    }

    /// What identifies the policies that were asked, by role and table.
    Map<String, String> conditions() {
        Map<String, String> found = new HashMap<>();
        parts.forEach((role, ofRole) -> ofRole.values().forEach(part -> {
            if (part instanceof Visible visible && visible.condition != null) {
                found.put(role + " " + part.table.name(), visible.condition);
            }
        }));
        return found;
    }

    private static void take(Rows rows, int row, Part part) {
        int index = (int) rows.number(row, 1, 0) - 1;
        var trouble = rows.text(row, 4);
        if (index < 0) {
            part.troubles.replaceAll(_ -> trouble);
            return;
        }
        part.troubles.set(index, trouble);
        var seen = rows.text(row, 2);
        if (seen != null && seen.length() > 2) {
            for (var place : seen.substring(1, seen.length() - 1).split(",")) {
                part.answers.get(index).set(Integer.parseInt(place));
            }
        }
        if (part instanceof Visible visible) {
            visible.condition = rows.text(row, 3);
        }
    }

    private Part part(String role, Object key) {
        return parts.getOrDefault(role, Map.of()).get(key);
    }

    private Matching matching(String role, PublishedTable table) {
        return (Matching) parts.computeIfAbsent(role, _ -> new LinkedHashMap<>())
                .computeIfAbsent(table, _ -> new Matching(table));
    }

    /// Columns that the change does not tell and that may count. Those that are generated are
    /// worked out from the others.
    private static List<String> lacking(Reading reading, RowView row) {
        return row.table().columns().stream()
                .filter(column -> !column.generated() && !row.knows(column)
                        && (reading.columns() == null || reading.looksAt(column.name())))
                .map(PublishedTable.TableColumn::name).collect(Collectors.toList());
    }
}
