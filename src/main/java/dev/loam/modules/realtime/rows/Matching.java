package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.Registry.Group;
import dev.loam.modules.realtime.rows.Task.Committed;
import java.util.ArrayList;
import java.util.List;

/// Finds for the rows of some commits those who want them, as far as filters can be understood
/// here.
record Matching(Registry registry, Tables tables) {
    /// A change and who may want it. Its new and its old row each have a number in the batch.
    record Matched(int number, RowEvent event, List<Hit> hits) {
        int newRow() {
            return number * 2;
        }

        int oldRow() {
            return number * 2 + 1;
        }
    }

    /// Members who want the same; `answer` is `YES`, or `ASK` where PostgreSQL has to say.
    record Hit(Group group, Answer answer, List<Member> members) {
    }

    /// For one member, or for all who are live (null).
    List<Matched> matched(List<Committed> commits, Member only) {
        List<Matched> found = new ArrayList<>();
        for (var commit : commits) {
            for (var row : commit.rows()) {
                var table = tables.table(row.change().table().name());
                if (table == null || table.partial()
                        || !table.kinds().contains(row.change().kind())) {
                    continue;
                }
                var event = RowEvent.of(new Place(commit.position(), row.order()), commit.xid(),
                        commit.at(), row.change(), table);
                var hits = hits(event, only);
                if (!hits.isEmpty()) {
                    found.add(new Matched(found.size(), event, hits));
                }
            }
        }
        return found;
    }

    private List<Hit> hits(RowEvent event, Member only) {
        List<Hit> hits = new ArrayList<>();
        for (var group : registry.groups(event.table().name())) {
            var answer = only == null || group.members().contains(only)
                    ? says(group, event) : Answer.NO;
            var members = answer == Answer.NO ? List.<Member>of()
                    : members(group, only, event.place());
            if (!members.isEmpty()) {
                hits.add(new Hit(group, answer, members));
            }
        }
        return hits;
    }

    private static List<Member> members(Group group, Member only, Place place) {
        return group.members().stream().filter(member -> member.awaits(place)
                && (only == null ? member.state() == Member.State.LIVE : member == only)).toList();
    }

    private static Answer says(Group group, RowEvent event) {
        var conditions = group.on(event.table());
        if (conditions == null || !group.watch().kinds().contains(event.kind())) {
            return Answer.NO;
        }
        var answer = Answer.YES;
        for (var condition : conditions) {
            switch (says(condition, event)) {
                case NO -> {
                    return Answer.NO;
                }
                case ASK -> answer = Answer.ASK;
                case YES -> { }
            }
        }
        return answer;
    }

    /// What a filter looks for may not be known of an old row: then it holds nothing back.
    private static Answer says(Condition condition, RowEvent event) {
        var column = event.table().column(condition.filter().column());
        if (event.filtered().knows(column)) {
            return condition.says(event.filtered().text(column));
        }
        return column.generated() && event.after() != null ? Answer.ASK : Answer.YES;
    }
}
