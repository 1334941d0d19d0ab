package dev.loam.modules.realtime.rows;

/// What a role may not read it cannot filter by, lest it learns by what it is told which values
/// there are. So it is with whoever may not know which row changed, since policies are not asked
/// for it, and with what the publication leaves out.
final class FilterRights {
    private FilterRights() {
    }

    /// Why a watch of the table is refused; null where it is not.
    static String refusal(Watch watch, PublishedTable table, RoleRights rights) {
        for (var filter : watch.filters()) {
            var column = table.column(filter.column());
            if (column == null || !table.filters(column) || !rights.seesKeys(table)
                    || !rights.columns().contains(filter.column())) {
                return "invalid column for filter " + filter.column();
            }
        }
        return null;
    }
}
