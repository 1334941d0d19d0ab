package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Snapshot;
import dev.loam.modules.realtime.rows.Matching.Hit;
import dev.loam.modules.realtime.rows.Matching.Matched;
import dev.loam.ports.changes.Change.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which rows of a batch which callers may see: what was decided before, and what is to be asked.
/// For one batch and one thread.
final class Verdicts {
    private final Readings readings;
    private final Tables tables;
    private final Decisions decisions;
    private final Checks checks = new Checks();
    private final Map<Key, Boolean> known = new HashMap<>();
    private final Map<Key, Asked> asked = new HashMap<>();

    Verdicts(Readings readings, Tables tables, Decisions decisions) {
        this.readings = readings;
        this.tables = tables;
        this.decisions = decisions;
    }

    /// All callers of a role with the same key see the same rows.
    private record Key(String role, String caller, int row) {
    }

    private record Asked(Member member, Reading reading, RowView row) {
    }

    Checks checks() {
        return checks;
    }

    /// Gathers what has to be known of a change before it is sent.
    void gather(Matched one) {
        for (var hit : one.hits()) {
            for (var member : hit.members()) {
                if (hit.answer() == Answer.ASK) {
                    hit.group().watch().filters().forEach(filter -> checks.meant(
                            member.caller().role(), filter, one.newRow(),
                            one.event().filtered()));
                }
                gather(member, one.newRow(), one.event().after());
                gather(member, one.oldRow(), old(member, one.event()));
            }
        }
    }

    /// The old row as far as it decides whether one may see it: all of it, or of a row that is gone
    /// its key alone, where the policies look at no more. Null where it does not decide.
    RowView old(Member member, RowEvent event) {
        if (event.before() != null || event.kind() != Kind.DELETE
                || !isAsked(member, event.oldKey())) {
            return event.before();
        }
        return readings.of(member, event.table()).knowsEnough(event.oldKey())
                ? event.oldKey() : null;
    }

    private void gather(Member member, int number, RowView row) {
        if (row == null || !isAsked(member, row)) {
            return;
        }
        var reading = readings.of(member, row.table());
        var key = key(member, number, row, reading);
        if (known.containsKey(key) || asked.containsKey(key)) {
            return;
        }
        var found = decisions.find(key.role(), key.caller(), reading, row);
        if (found != null) {
            known.put(key, found);
        } else {
            asked.put(key, new Asked(member, reading, row));
            checks.visible(member.caller(), key.caller(), reading, number, row);
        }
    }

    /// Takes what the database answered, and keeps what may be kept.
    void take(List<Snapshot> shown) {
        if (!shown.isEmpty()) {
            decisions.seen(shown);
        }
        asked.forEach((key, question) -> {
            if (checks.silence(key.role(), question.row().table()) != null) {
                return;
            }
            var caller = question.member().caller();
            boolean seen = checks.sees(
                    caller, key.caller(), question.reading(), key.row(), question.row());
            known.put(key, seen);
            if (checks.trouble(caller, key.caller(), question.reading(), question.row())
                    == null) {
                decisions.keep(key.role(), key.caller(), question.reading(), question.row(),
                        seen, shown);
            }
        });
    }

    /// Why it is not known whether one is to be told of a change; null where it is.
    String silence(Hit hit, Member member, Matched one) {
        var role = member.caller().role();
        var table = one.event().table();
        var rights = tables.rights(role, table);
        var silence = rights.secured() && rights.seesKeys(table)
                ? checks.silence(role, table) : null;
        return silence != null || hit.answer() != Answer.ASK ? silence
                : checks.silenceOfFilters(role, table);
    }

    /// Whether one of the filters takes too long to be asked.
    boolean tooSlow(Hit hit, Member member, Matched one) {
        return hit.answer() == Answer.ASK && hit.group().watch().filters().stream()
                .anyMatch(filter -> checks.tooSlow(
                        member.caller().role(), filter, one.event().table()));
    }

    /// Whether a filter that was asked about means the row of a change.
    boolean means(Hit hit, Member member, Matched one) {
        return hit.answer() == Answer.YES || hit.group().watch().filters().stream()
                .allMatch(filter -> checks.means(member.caller().role(), filter, one.newRow(),
                        one.event().filtered()));
    }

    /// Whether one may see a row; false for no row.
    boolean sees(Member member, int number, RowView row) {
        if (row == null) {
            return false;
        }
        if (!tables.rights(member.caller().role(), row.table()).secured()) {
            return true;
        }
        var reading = readings.of(member, row.table());
        return known.getOrDefault(key(member, number, row, reading), false);
    }

    /// Why it could not be decided whether one may see a row; null where it could.
    String trouble(Member member, int number, RowView row) {
        if (row == null || !isAsked(member, row)) {
            return null;
        }
        var reading = readings.of(member, row.table());
        var key = key(member, number, row, reading);
        return asked.containsKey(key)
                ? checks.trouble(member.caller(), key.caller(), reading, row) : null;
    }

    /// Nobody is asked for whoever may not know the row's key: it is told nothing of the row.
    private boolean isAsked(Member member, RowView row) {
        var rights = tables.rights(member.caller().role(), row.table());
        return rights.secured() && rights.seesKeys(row.table());
    }

    private Key key(Member member, int number, RowView row, Reading reading) {
        return new Key(member.caller().role(),
                Readings.callerKey(member, row.table(), reading), number);
    }
}
