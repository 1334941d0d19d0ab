package dev.loam.modules.realtime.socket;

import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.List;

/// What a client asks for as it joins a channel.
///
/// `acknowledges`: broadcasts get a reply; `echoes`: they come back to their sender; `tellsReady`:
/// it wants to hear that broadcasts from SQL reach it. `replay` is null where nothing is to be
/// repeated; `presenceKey` is null for one that chance makes. `after` is the place of the last
/// change it saw, `token` what it showed; both may be null. The reply waits for at most
/// `waitMillis` until the changes are told; 0 for no such wait. `legacy` where there was no
/// `config`, as the first clients joined.
record JoinAsked(
        boolean acknowledges, boolean echoes, boolean tellsReady, Replay replay,
        boolean presence, String presenceKey, List<Wanted> changes, Place after,
        long waitMillis, boolean isPrivate, String token,
        boolean legacy) {
    static final int REPLAY_MAX = 25;

    /// `limit` has not been checked.
    record Replay(long sinceMillis, int limit) {
        boolean isValid() {
            return sinceMillis >= 0 && limit >= 1 && limit <= REPLAY_MAX;
        }
    }
}
