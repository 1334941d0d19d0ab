package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.lineage.CallerParts;
import dev.loam.kernel.lineage.ClaimMembers;
import dev.loam.kernel.lineage.Lineage;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// On what it depends whether a role may see a row of a table.
///
/// `caller` is what of the claims counts; `columns` are those of the row that count, null where any
/// may; `sources` are the tables that are asked. `keepable` where a decision stays right until one
/// of these or the schema changes.
record Reading(
        CallerParts caller, Set<String> columns, boolean keepable, Set<TableName> sources) {
    /// Where nothing is known, everything counts.
    static final Reading UNKNOWN = new Reading(CallerParts.EVERYTHING, null, false, Set.of());
    private static final String CLAIMS = "request.jwt.claims";

    /// From the policies that apply to the role. The lineage may be null.
    static Reading of(Lineage lineage, PublishedTable table, RoleRights rights) {
        var policies = lineage == null ? null : lineage.policies(table.name());
        if (policies == null) {
            return UNKNOWN;
        }
        var parts = CallerParts.NONE;
        Set<String> columns = new TreeSet<>();
        Set<TableName> sources = new HashSet<>();
        boolean anyColumn = false;
        for (var policy : policies.policies()) {
            if (!policy.roles().isEmpty()
                    && policy.roles().stream().noneMatch(rights.roles()::contains)) {
                continue;
            }
            if (!policy.origins().keepable() || policy.origins().tables().stream()
                    .anyMatch(source -> lineage.untold(source) != null)) {
                return UNKNOWN;
            }
            parts = parts.plus(policy.origins().caller());
            sources.addAll(policy.origins().tables());
            anyColumn |= policy.columns() == null;
            columns.addAll(policy.columns() == null ? Set.of() : policy.columns());
        }
        anyColumn |= columns.stream().map(table::column)
                .anyMatch(column -> column == null || column.generated());
        return new Reading(parts, anyColumn ? null : columns, true, sources);
    }

    /// Equal for two callers of one role where it cannot make a difference which of them asks.
    String callerKey(Caller asking) {
        if (caller.everything() || caller.settings().contains(CLAIMS)) {
            return asking.claimsJson();
        }
        if (caller.claims().isEmpty()) {
            return "";
        }
        var members = ClaimMembers.of(asking.claimsJson());
        if (members == ClaimMembers.UNREADABLE) {
            return asking.claimsJson();
        }
        var parts = new TreeMap<String, String>();
        for (var name : caller.claims()) {
            parts.put(name, members.getOrDefault(name, ""));
        }
        return parts.toString();
    }

    /// Whether all that counts is known of a row.
    boolean knowsEnough(RowView row) {
        return columns != null && columns.stream().map(row.table()::column).allMatch(row::knows);
    }

    /// Whether it may count what is in the column.
    boolean looksAt(String column) {
        return columns == null || columns.contains(column);
    }
}
