package dev.loam.modules.realtime.socket;

import dev.loam.base.position.Lsn;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.List;

/// What a client asks for as it joins a channel.
///
/// `acknowledges`: broadcasts get a reply; `echoes`: they come back to their sender; `tellsReady`:
/// it wants to hear that broadcasts from SQL reach it. `replay` is null where nothing is to be
/// repeated; `presenceKey` is null for one that chance makes. `after` is the position of the last
/// change it saw, `token` what it showed; both may be null. `legacy` where there was no `config`,
/// as the first clients joined.
record JoinAsked(
        boolean acknowledges, boolean echoes, boolean tellsReady, Replay replay,
        boolean presence, String presenceKey, List<Wanted> changes, Lsn after,
        boolean isPrivate, String token, boolean legacy) {
    static final int REPLAY_MAX = 25;

    /// `limit` has not been checked.
    record Replay(long sinceMillis, int limit) {
        boolean isValid() {
            return sinceMillis >= 0 && limit >= 1 && limit <= REPLAY_MAX;
        }
    }
}
