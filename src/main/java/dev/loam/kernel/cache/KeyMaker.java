package dev.loam.kernel.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.kernel.lineage.CallerParts;
import dev.loam.kernel.lineage.ClaimMembers;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes keys. Claims are taken apart once for each token, not for each request.
final class KeyMaker {
    private static final String REQUEST = "request.";
    private static final String CLAIMS = "request.jwt.claims";
    private static final int CLAIMS_KEPT_MAX = 10_000;

    private final Cache<String, Map<String, String>> claims =
            Caffeine.newBuilder().maximumSize(CLAIMS_KEPT_MAX).executor(Runnable::run).build();

    /// Settings that a request brings along count only where `parts` says so, and claims that are
    /// looked at one by one count so; all other settings count.
    Key key(Sql sql, Session session, CallerParts parts) {
        List<String> caller = new ArrayList<>(2 * session.settings().size());
        for (Setting setting : session.settings()) {
            add(setting, parts, caller);
        }
        caller.add(session.access() == Session.Access.READ_ONLY ? "r" : "w");
        return new Key(sql.text(), sql.binds(), session.role(), caller.toArray(String[]::new));
    }

    private void add(Setting setting, CallerParts parts, List<String> caller) {
        String name = setting.name();
        if (parts.everything() || !name.regionMatches(true, 0, REQUEST, 0, REQUEST.length())) {
            caller.add(name);
            caller.add(setting.value());
            return;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (parts.settings().contains(lower)) {
            caller.add(lower);
            caller.add(setting.value());
        } else if (lower.equals(CLAIMS) && !parts.claims().isEmpty()) {
            addClaims(setting.value(), parts, caller);
        }
    }

    private void addClaims(String text, CallerParts parts, List<String> caller) {
        Map<String, String> members = claims.get(text, ClaimMembers::of);
        if (members == ClaimMembers.UNREADABLE) {
            caller.add(CLAIMS);
            caller.add(text);
            return;
        }
        // The set is immutable, and so in the same order for the same lineage; another order would
        // only make another key.
        for (String claim : parts.claims()) {
            caller.add("." + claim);
            caller.add(members.getOrDefault(claim, ""));
        }
    }
}
