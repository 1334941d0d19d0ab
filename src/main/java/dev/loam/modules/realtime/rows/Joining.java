package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Lsn;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.Asker.Unanswered;
import dev.loam.modules.realtime.rows.Asker.Why;
import dev.loam.ports.database.Sql;
import java.util.ArrayList;
import java.util.List;

/// Looks at what a new member wants, and tells it what will come of that.
final class Joining {
    private final Tables tables;
    private final Asker asker;
    private final Telling telling;
    private final Suspensions suspensions;

    Joining(Tables tables, Asker asker, Telling telling, Suspensions suspensions) {
        this.suspensions = suspensions;
        this.tables = tables;
        this.asker = asker;
        this.telling = telling;
    }

    /// Those of its watches that will be told, from behind that place on.
    List<Watch> join(Member member, Place from) throws InterruptedException {
        try {
            telling.renew();
            return live(member, from);
        } catch (Unanswered silent) {
            member.recipient().unanswered(silent.getMessage());
            return List.of();
        }
    }

    /// Whether the database has come as far as a place; false too where it cannot be asked.
    boolean isPast(Place place) throws InterruptedException {
        try {
            var end = asker.ask(null, Sql.of("select pg_current_wal_insert_lsn()::text"));
            return place.position().compareTo(Lsn.parse(end.text(0, 0))) <= 0;
        } catch (Unanswered _) {
            return false;
        }
    }

    private List<Watch> live(Member member, Place from)
            throws Unanswered, InterruptedException {
        List<Watch> live = new ArrayList<>();
        boolean refused = false;
        for (var watch : member.watches()) {
            var trouble = trouble(member, watch);
            if (trouble == null) {
                live.add(watch);
            } else {
                refused = true;
                member.recipient().refused(trouble);
            }
        }
        if (!refused) {
            member.recipient().live(from);
        }
        return live;
    }

    private String trouble(Member member, Watch watch) throws Unanswered, InterruptedException {
        if (watch.trouble() != null) {
            return exception(watch, watch.trouble());
        }
        if (!tables.covers(watch)) {
            return "Unable to subscribe to changes with given parameters. Please check Realtime is"
                    + " enabled for the given connect parameters: [" + watch.described() + "]";
        }
        if (watch.table() == null) {
            return null;
        }
        var table = tables.table(watch.tableName());
        if (table.partial()) {
            return exception(watch, "the publication has a row filter for the table");
        }
        tables.learn(member.caller().role(), List.of(table));
        var wrong = columns(watch, table,
                tables.rights(member.caller().role(), table));
        wrong = wrong != null ? wrong : values(member.caller().role(), watch, table);
        return wrong == null ? null : exception(watch, wrong);
    }

    private static String columns(Watch watch, PublishedTable table, RoleRights rights) {
        if (watch.wanted().select() != null) {
            for (var column : watch.wanted().select()) {
                if (table.column(column) == null) {
                    return "invalid column for select " + column;
                }
            }
        }
        return FilterRights.refusal(watch, table, rights);
    }

    private String values(String role, Watch watch, PublishedTable table)
            throws Unanswered, InterruptedException {
        var asked = watch.filters().stream().filter(
                filter -> Condition.of(filter, table.column(filter.column())).asks()).toList();
        if (asked.isEmpty()) {
            return null;
        }
        var checks = new Checks();
        asked.forEach(filter -> checks.possible(role, filter, table));
        checks.ask(asker, suspensions);
        if (checks.silenceOfFilters(role, table) != null) {
            throw new Unanswered(Why.GONE, checks.silenceOfFilters(role, table));
        }
        for (var filter : asked) {
            var trouble = checks.trouble(role, filter, table);
            if (trouble != null) {
                return trouble;
            }
        }
        return null;
    }

    /// What a client is told of a watch that nothing comes of.
    static String exception(Watch watch, String what) {
        return "Unable to subscribe to changes with given parameters. An exception happened so"
                + " please check your connect parameters: [" + watch.described()
                + "]. Exception: " + what;
    }
}
