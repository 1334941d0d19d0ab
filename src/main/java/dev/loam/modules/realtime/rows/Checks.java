package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Snapshot;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.rows.Asker.Unanswered;
import dev.loam.modules.realtime.rows.Asker.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import java.time.Duration;
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
    private static final int STATE_CHARS = 5;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String VISIBLE = "select %d, v.caller, v.seen, v.condition, v.trouble,"
            + " pg_current_snapshot()::text from realtime.visible_rows("
            + "?::oid, ?::text[], ?::text[], ?::text[], ?::text[]) as v";
    private static final String MATCHING = "select %d, m.filter, m.meant, null, m.trouble,"
            + " pg_current_snapshot()::text from realtime.matching_rows("
            + "?::oid, ?::text[], ?::jsonb) as m";

    private final Map<String, Map<Object, Part>> parts = new LinkedHashMap<>();

    /// Rows that are asked about together: of one table, for one role.
    private abstract static class Part {
        final PublishedTable table;
        final Map<Integer, Integer> places = new HashMap<>();
        final List<String> literals = new ArrayList<>();
        final List<BitSet> answers = new ArrayList<>();
        final List<String> troubles = new ArrayList<>();
        /// Why there is no answer; null where there is one.
        String silence;

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
        final BitSet slow = new BitSet();

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

        /// The same rows for one of the filters.
        Matching alone(int index) {
            var one = new Matching(table);
            one.places.putAll(places);
            one.literals.addAll(literals);
            one.filters.add(filters.get(index));
            one.begin();
            return one;
        }

        /// Takes what was answered for one of the filters.
        void take(int index, Matching one, String trouble, boolean tooSlow) {
            answers.set(index, one.answers.getFirst());
            troubles.set(index, trouble);
            slow.set(index, tooSlow);
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

    /// Asks everything, and answers snapshots that the answers show at least. What PostgreSQL
    /// refuses a role is its trouble; where there is no answer, that concerns the role alone, and
    /// where it took too long, the table or the filter alone that was asked about.
    List<Snapshot> ask(Asker asker, Suspensions suspensions) throws InterruptedException {
        List<Snapshot> shown = new ArrayList<>();
        for (var ofRole : parts.entrySet()) {
            var role = ofRole.getKey();
            List<Part> policies = new ArrayList<>();
            List<Part> filters = new ArrayList<>();
            for (var part : ofRole.getValue().values()) {
                part.begin();
                var table = part instanceof Visible ? part.table.name() : null;
                if (suspensions.suspended(role, table)) {
                    part.silence = "it took too long a moment ago";
                } else {
                    (table == null ? filters : policies).add(part);
                }
            }
            askPolicies(asker, suspensions, role, policies, shown);
            askFilters(asker, suspensions, role, filters);
        }
        return shown;
    }

    private static void askPolicies(Asker asker, Suspensions suspensions, String role,
            List<Part> policies, List<Snapshot> shown) throws InterruptedException {
        var failure = policies.isEmpty() ? null
                : asked(asker, role, policies, asker.checkTimeMax(), shown);
        if (failure == null || failure.why() == Why.GONE) {
            silence(policies, failure);
        } else if (policies.size() > 1) {
            for (var part : policies) {
                askPolicies(asker, suspensions, role, List.of(part), shown);
            }
        } else if (failure.why() == Why.REFUSED) {
            policies.getFirst().troubles.replaceAll(_ -> failure.getMessage());
        } else {
            suspensions.suspend(role, policies.getFirst().table.name());
            silence(policies, failure);
        }
    }

    /// Clients write patterns: which of them takes long is found by asking for each alone, for so
    /// many of them as others can wait for.
    private static void askFilters(Asker asker, Suspensions suspensions, String role,
            List<Part> filters) throws InterruptedException {
        List<Snapshot> ofNoMatter = new ArrayList<>();
        var failure = filters.isEmpty() ? null
                : asked(asker, role, filters, asker.filterTimeMax(), ofNoMatter);
        silence(filters, failure);
        if (failure == null || failure.why() == Why.GONE) {
            return;
        }
        int slow = 0;
        for (var part : filters) {
            var all = (Matching) part;
            for (int i = 0; i < all.asked() && slow < Suspensions.SLOW_FILTERS_MAX; i++) {
                var one = all.alone(i);
                var wrong = asked(asker, role, List.of(one), asker.filterTimeMax(), ofNoMatter);
                boolean tooSlow = wrong != null && wrong.why() == Why.SLOW;
                slow += tooSlow ? 1 : 0;
                all.take(i, one, wrong == null ? one.troubles.getFirst() : wrong.getMessage(),
                        tooSlow);
            }
            if (slow < Suspensions.SLOW_FILTERS_MAX) {
                all.silence = null;
            }
        }
        if (slow > 0) {
            suspensions.slowFilters(role, slow);
        }
    }

    private static void silence(List<Part> asked, Unanswered failure) {
        asked.forEach(part -> part.silence = failure == null ? null : failure.getMessage());
    }

    /// Asks at once; null where there are answers.
    private static Unanswered asked(Asker asker, String role, List<Part> together,
            Duration timeMax, List<Snapshot> shown) throws InterruptedException {
        try {
            var rows = asker.ask(role, question(together), timeMax);
            for (int row = 0; row < rows.size(); row++) {
                take(asker, rows, row, together.get((int) rows.number(row, 0, 0)));
            }
            if (rows.size() > 0) {
                shown.add(Snapshot.parse(rows.text(0, 5)));
            }
            return null;
        } catch (Unanswered unanswered) {
            return unanswered;
        }
    }

    /// Why nothing is known of what the role may see of a table; null where it is.
    String silence(String role, PublishedTable table) {
        return parts.getOrDefault(role, Map.of()).values().stream()
                .filter(part -> part instanceof Visible && part.table == table
                        && part.silence != null)
                .map(part -> part.silence).findFirst().orElse(null);
    }

    /// The same of its filters.
    String silenceOfFilters(String role, PublishedTable table) {
        var part = part(role, table);
        return part == null ? null : part.silence;
    }

    /// Whether a filter takes too long to be asked.
    boolean tooSlow(String role, Filter filter, PublishedTable table) {
        var part = (Matching) part(role, table);
        var index = part == null ? null : part.indexes.get(filter);
        return index != null && part.slow.get(index);
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

    private static void take(Asker asker, Rows rows, int row, Part part) {
        int index = (int) rows.number(row, 1, 0) - 1;
        var trouble = rows.text(row, 4);
        if (trouble != null && part instanceof Visible) {
            // Its SQLSTATE comes first; the rest may hold what is in rows.
            asker.complaints().note(trouble.substring(0, STATE_CHARS),
                    part.table.name() + ": " + trouble.substring(STATE_CHARS));
            trouble = "SQLSTATE " + trouble.substring(0, STATE_CHARS);
        }
        var told = trouble;
        if (index < 0) {
            part.troubles.replaceAll(_ -> told);
            return;
        }
        part.troubles.set(index, told);
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
