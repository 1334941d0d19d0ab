package dev.loam.kernel.lineage;

import dev.loam.base.name.TableName;
import dev.loam.ports.database.Footprint;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Tells people what the answer of a statement comes from, and what keeps it from being kept.
public final class Explanation {
    private Explanation() {
    }

    /// A line for each: what is in the way, the tables, what of the caller counts.
    public static List<String> lines(Lineage lineage, Footprint footprint) {
        Origins origins = lineage.of(footprint);
        var lines = new ArrayList<String>();
        for (String obstacle : origins.obstacles()) {
            lines.add("not kept: " + obstacle);
        }
        for (TableName table : new TreeSet<>(origins.tables())) {
            String why = lineage.untold(table);
            lines.add(why == null ? "reads " + table : "not kept: " + why);
        }
        CallerParts caller = origins.caller();
        if (caller.everything()) {
            lines.add("depends on every claim and setting of the request");
        }
        for (String claim : new TreeSet<>(caller.claims())) {
            lines.add("depends on the claim " + claim);
        }
        for (String setting : new TreeSet<>(caller.settings())) {
            lines.add("depends on the setting " + setting);
        }
        return List.copyOf(lines);
    }
}
