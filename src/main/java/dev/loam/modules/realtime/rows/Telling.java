package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Snapshot;
import dev.loam.kernel.changes.RowJson;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.Asker.Unanswered;
import dev.loam.modules.realtime.rows.Matching.Matched;
import dev.loam.modules.realtime.rows.Task.Committed;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells the rows of some commits to those who listen and may see them. For one thread.
///
/// First every row is matched with what is wanted, and what cannot be decided here is gathered;
/// then the database is asked, once for each role; then the rows are sent in their order. Nothing
/// is sent that was not decided.
final class Telling {
    private static final Duration NOT_YET_SEEN = Duration.ofMillis(4);
    private static final int WAITS_MAX = 100;
    private static final int WRITERS_MAX = 1_000;

    private final Registry registry;
    private final Tables tables;
    private final Asker asker;
    private final Readings readings;
    private final Decisions decisions;
    private final Suspensions suspensions;
    private final RowsConfig config;
    /// Whether rights on columns were read anew and those who filter not looked at since.
    private boolean unchecked;
    private final Map<ChangedTable, RowJson> writers = new IdentityHashMap<>();

    Telling(Registry registry, Tables tables, Asker asker, Readings readings,
            Decisions decisions, Suspensions suspensions, RowsConfig config) {
        this.suspensions = suspensions;
        this.registry = registry;
        this.tables = tables;
        this.asker = asker;
        this.readings = readings;
        this.decisions = decisions;
        this.config = config;
    }

    /// Forgets what was decided and by what.
    void forget() {
        decisions.clear();
        readings.forget();
        registry.members().forEach(member -> member.callerKeys().clear());
    }

    /// Has the tables and what is known of them as they are now.
    void renew() throws Unanswered, InterruptedException {
        boolean other = readings.renew();
        if (tables.renew()) {
            registry.tablesChanged();
            unchecked = true;
            other = true;
        }
        if (other) {
            forget();
        }
        if (unchecked) {
            recheck(registry.members());
            unchecked = false;
        }
    }

    /// Looks again whether members may still filter by what they do.
    void recheck(Collection<Member> members) throws Unanswered, InterruptedException {
        Map<String, Set<PublishedTable>> needed = new LinkedHashMap<>();
        for (var member : members) {
            filtering(member).forEach(watch -> needed.computeIfAbsent(member.caller().role(),
                    _ -> new LinkedHashSet<>()).add(tables.table(watch.tableName())));
        }
        for (var role : needed.entrySet()) {
            tables.learn(role.getKey(), role.getValue());
        }
        for (var member : members) {
            for (var watch : filtering(member)) {
                var table = tables.table(watch.tableName());
                var refusal = FilterRights.refusal(
                        watch, table, tables.rights(member.caller().role(), table));
                if (refusal != null) {
                    withdraw(member, watch, refusal);
                }
            }
        }
    }

    /// Has all of them looked at before anything more is told.
    void recheckFirst() {
        unchecked = true;
    }

    private List<Watch> filtering(Member member) {
        return registry.watches(member).stream().filter(watch -> !watch.filters().isEmpty()
                && tables.table(watch.tableName()) != null).toList();
    }

    private void withdraw(Member member, Watch watch, String why) {
        registry.remove(member, watch);
        member.recipient().refused(Joining.exception(watch, why));
    }

    /// Tells the commits to one member, or to all who are live (null).
    void tell(List<Committed> commits, Member only) throws InterruptedException {
        for (var commit : commits) {
            if (!commit.touched().isEmpty()) {
                decisions.touched(commit.xid(), commit.touched());
            }
        }
        try {
            renew();
            var matched = new Matching(registry, tables).matched(commits, only);
            learn(matched);
            var verdicts = decided(matched);
            matched.forEach(one -> send(one, verdicts));
        } catch (Unanswered silent) {
            missed(commits, only, silent);
        }
        for (var commit : commits) {
            if (commit.redefines()) {
                readings.redefined(commit.xid());
                tables.forget();
            }
        }
    }

    private void learn(List<Matched> matched) throws Unanswered, InterruptedException {
        Map<String, Set<PublishedTable>> needed = new LinkedHashMap<>();
        for (var one : matched) {
            for (var hit : one.hits()) {
                for (var member : hit.members()) {
                    needed.computeIfAbsent(member.caller().role(), _ -> new LinkedHashSet<>())
                            .add(one.event().table());
                }
            }
        }
        for (var role : needed.entrySet()) {
            tables.learn(role.getKey(), role.getValue());
        }
    }

    /// Asks what has to be asked. Policies that are not those that the lineage knows are asked
    /// again in the name of each caller.
    private Verdicts decided(List<Matched> matched) throws Unanswered, InterruptedException {
        var verdicts = new Verdicts(readings, tables, decisions);
        matched.forEach(verdicts::gather);
        if (verdicts.checks().none()) {
            return verdicts;
        }
        var shown = verdicts.checks().ask(asker, suspensions);
        for (int wait = 0; wait < WAITS_MAX && !showAll(shown, matched); wait++) {
            asker.waitABit(NOT_YET_SEEN);
            shown = verdicts.checks().ask(asker, suspensions);
        }
        if (!readings.asBefore(verdicts.checks())) {
            readings.renew();
            forget();
            return decided(matched);
        }
        verdicts.take(shown);
        return verdicts;
    }

    /// The log may tell of a transaction a moment before others see it.
    private static boolean showAll(List<Snapshot> shown, List<Matched> matched) {
        return matched.stream().allMatch(one -> shown.stream()
                .allMatch(snapshot -> snapshot.shows(one.event().xid())));
    }

    private void send(Matched one, Verdicts verdicts) {
        var wanted = new LinkedHashMap<Member, List<Watch>>();
        for (var hit : one.hits()) {
            for (var member : hit.members()) {
                var silence = verdicts.silence(hit, member, one);
                if (verdicts.tooSlow(hit, member, one)) {
                    withdraw(member, hit.group().watch(), "the filter takes too long");
                } else if (silence != null) {
                    missed(member, one.event().place(), silence);
                } else if (verdicts.means(hit, member, one)) {
                    wanted.computeIfAbsent(member, _ -> new ArrayList<>(1))
                            .add(hit.group().watch());
                }
            }
        }
        var payloads = new Payloads(one.event(), writer(one.event()));
        wanted.forEach((member, watches) -> send(one, member, watches, verdicts, payloads));
    }

    private RowJson writer(RowEvent event) {
        if (writers.size() > WRITERS_MAX) {
            writers.clear();
        }
        return writers.computeIfAbsent(event.change().table(), changed -> {
            Map<Long, Long> bases = new HashMap<>();
            for (var column : changed.columns()) {
                var known = event.table().column(column.name());
                bases.put(column.type(), known == null ? column.type() : known.type());
            }
            return RowJson.of(changed, type -> bases.getOrDefault(type, type));
        });
    }

    private void send(Matched one, Member member, List<Watch> watches, Verdicts verdicts,
            Payloads payloads) {
        var event = one.event();
        var rights = tables.rights(member.caller().role(), event.table());
        member.hasHeard(event.place());
        Map<List<String>, List<Long>> bySelect = new LinkedHashMap<>();
        for (var watch : watches) {
            bySelect.computeIfAbsent(watch.wanted().select(), _ -> new ArrayList<>(1))
                    .add(watch.id());
        }
        if (!rights.seesKeys(event.table())) {
            member.isSent(event.place());
            bySelect.values().forEach(ids ->
                    member.recipient().row(event.place(), payloads.unauthorized(ids)));
            return;
        }
        member.isMissing(false);
        var gone = verdicts.old(member, event);
        var trouble = event.after() != null
                ? verdicts.trouble(member, one.newRow(), event.after())
                : verdicts.trouble(member, one.oldRow(), gone);
        if (member.isFailing(trouble != null)) {
            member.recipient().failed(trouble);
        }
        boolean old = verdicts.sees(member, one.oldRow(), gone);
        if (seen(one, member, verdicts, old)) {
            member.isSent(event.place());
            bySelect.forEach((select, ids) -> member.recipient().row(event.place(),
                    payloads.row(ids, rights.columns(), select,
                            old && event.before() != null)));
        }
    }

    /// Of a row that is gone everyone may know where nobody protects it, and by the setting those
    /// too for whom that cannot be decided.
    private boolean seen(Matched one, Member member, Verdicts verdicts, boolean old) {
        var event = one.event();
        if (event.kind() != Kind.DELETE) {
            return verdicts.sees(member, one.newRow(), event.after());
        }
        return old || event.before() == null && (config.keysOfDeleted()
                || !tables.rights(member.caller().role(), event.table()).secured());
    }

    private void missed(List<Committed> commits, Member only, Unanswered silent) {
        var concerned = new LinkedHashSet<Member>();
        for (var commit : commits) {
            for (var row : commit.rows()) {
                for (var group : registry.groups(row.change().table().name())) {
                    concerned.addAll(group.members());
                }
            }
        }
        for (var member : concerned) {
            if (only == null ? member.state() == Member.State.LIVE : member == only) {
                missed(member, Place.endOf(commits.getLast().position()), silent.getMessage());
            }
        }
    }

    /// Of changes one after the other it is told once.
    private static void missed(Member member, Place upTo, String why) {
        if (member.awaits(upTo)) {
            member.hasHeard(upTo);
            if (member.isMissing(true)) {
                member.recipient().gap("the database could not be asked who may see them: " + why);
            }
        }
    }
}
