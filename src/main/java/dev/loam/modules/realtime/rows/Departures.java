package dev.loam.modules.realtime.rows;

import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Who was told rows and left, so that whoever comes back without a place is told if it missed any.
/// For one thread.
///
/// Somebody is known by the session of its token, or by its subject, and by what it wants; who has
/// neither, or comes back to another process, is not known.
final class Departures {
    private static final int KEPT_MAX = 20_000;

    private final Map<Key, Place> left = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Place> eldest) {
            return size() > KEPT_MAX;
        }
    };

    private record Key(String who, List<Wanted> wanted) {
    }

    /// A member leaves, which has received all up to a place.
    void left(Member member, Place place) {
        var key = key(member);
        if (key != null && place != null) {
            left.put(key, place);
        }
    }

    /// Up to where a member that joins was told before; null where that is not known.
    Place returned(Member member) {
        var key = key(member);
        return key == null ? null : left.remove(key);
    }

    private static Key key(Member member) {
        var who = who(member.caller());
        return who == null ? null
                : new Key(who, member.watches().stream().map(Watch::wanted).toList());
    }

    private static String who(Caller caller) {
        var claims = JsonMapper.shared().readTree(caller.claimsJson());
        var session = claims.path("session_id");
        if (session.isString()) {
            return "session " + session.asString();
        }
        return claims.path("sub").isString() ? "subject " + claims.path("sub").asString() : null;
    }
}
