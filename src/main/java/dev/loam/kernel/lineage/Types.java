package dev.loam.kernel.lineage;

import dev.loam.kernel.catalog.CellText;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What reading a text as a value of a type can depend on: the clock, where it may be a date
/// (`now`, `today`), and the checks of domains.
final class Types {
    /// `date`, `time`, `timestamp`, `timestamptz`, `timetz`, and their arrays, ranges and
    /// multiranges with theirs.
    private static final Set<Long> DATES = Set.of(1082L, 1083L, 1114L, 1184L, 1266L,
            1182L, 1183L, 1115L, 1185L, 1270L, 3912L, 3908L, 3910L, 3913L, 3909L, 3911L,
            4533L, 4534L, 4535L, 6152L, 6153L, 6155L);
    private static final Set<String> DATE_NAMES =
            Set.of("date", "time", "timestamp", "timestamptz", "timetz", "daterange", "tsrange",
                    "tstzrange", "datemultirange", "tsmultirange", "tstzmultirange");

    private final Map<Long, Set<Long>> parts = new HashMap<>();
    private final Set<Long> rows = new HashSet<>();
    private final Map<Long, Uses> checks = new HashMap<>();
    private final Map<String, List<Long>> byName = new HashMap<>();

    /// Of the rows of `types.sql`.
    static Types of(Rows cells) {
        var types = new Types();
        for (int row = 0; row < cells.size(); row++) {
            long id = cells.number(row, 0, 0);
            types.byName.computeIfAbsent(cells.text(row, 1), _ -> new ArrayList<>(1)).add(id);
            var parts = new HashSet<Long>();
            for (long part : Cells.numbers(cells.text(row, 2))) {
                parts.add(part);
            }
            parts.remove(0L);
            if (cells.text(row, 4).equals("t")) {
                types.rows.add(id);
            }
            types.parts.put(id, parts);
            Uses uses = Uses.NOTHING;
            for (String check : CellText.strings(cells.text(row, 3))) {
                uses = uses.plus(TreeUses.ofExpression(check).uses());
            }
            if (uses != Uses.NOTHING) {
                types.checks.put(id, uses);
            }
        }
        return types;
    }

    /// Whether a text that is read as this type may mean the present time.
    boolean datesIn(long type) {
        return within(type).stream().anyMatch(DATES::contains);
    }

    /// The same of a type that is no row.
    boolean isDate(long type) {
        return !rows.contains(type) && datesIn(type);
    }

    /// The same of any type with that name.
    boolean datesIn(String name) {
        return DATE_NAMES.contains(name)
                || byName.getOrDefault(name, List.of()).stream().anyMatch(this::datesIn);
    }

    /// What the checks of a domain use, of all that are within the type.
    Uses checks(long type) {
        Uses uses = Uses.NOTHING;
        if (checks.isEmpty()) {
            return uses;
        }
        for (long part : within(type)) {
            uses = uses.plus(checks.getOrDefault(part, Uses.NOTHING));
        }
        return uses;
    }

    /// Types that are not PostgreSQL's own.
    List<Long> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /// The type itself and everything that it is made of.
    private Set<Long> within(long type) {
        var all = new HashSet<Long>();
        var next = new ArrayList<>(List.of(type));
        while (!next.isEmpty()) {
            long one = next.removeLast();
            if (all.add(one)) {
                next.addAll(parts.getOrDefault(one, Set.of()));
            }
        }
        return all;
    }
}
