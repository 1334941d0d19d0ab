package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.ports.changes.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Something that the delivery has to do, in its turn.
sealed interface Task {
    /// A part of a transaction, as far as it matters. `member` is the one for whom it is told
    /// again, null where it is told to all. `redefines` where the schema has changed; `touched` are
    /// the tables changed that decide about others.
    record Committed(
            Member member, long xid, Lsn position, Instant at, List<Numbered> rows,
            boolean redefines, Set<TableName> touched, boolean last, long weight)
            implements Task {
        /// The same in parts of at most so many rows. What is not about rows stands in each, save
        /// that only the last one ends the transaction.
        List<Committed> parts(int rowsMax) {
            if (rows.size() <= rowsMax) {
                return List.of(this);
            }
            List<Committed> parts = new ArrayList<>();
            for (int from = 0; from < rows.size(); from += rowsMax) {
                int to = Math.min(from + rowsMax, rows.size());
                parts.add(new Committed(member, xid, position, at, rows.subList(from, to),
                        redefines, touched, last && to == rows.size(), 0));
            }
            return parts;
        }
    }

    /// A change and its place in the transaction.
    record Numbered(int order, Change.OfRow change) {
    }

    /// Tables were emptied as a whole, which the protocol has no event for; to all, or again to one
    /// member.
    record Truncated(Member member, Place place, Set<TableName> tables) implements Task {
    }

    /// Everything before the position has been told, to the member or to all (null).
    record Progressed(Member member, Lsn to) implements Task {
    }

    /// All that is committed behind `from` will be told. `why` is null where nothing was missed.
    record Started(Lsn from, String why) implements Task {
    }

    /// What a member missed cannot be told again.
    record Lost(Member member, String why) implements Task {
    }

    /// `heard`: up to there all was sifted before, or is now, perhaps without it; null for nothing.
    record Joins(Member member, Lsn heard) implements Task {
    }

    /// The caller of a member is the one that it showed last.
    record Changes(Member member) implements Task {
    }

    /// `cutOff` where it may not have received what was on its way.
    record Leaves(Member member, boolean cutOff) implements Task {
    }
}
