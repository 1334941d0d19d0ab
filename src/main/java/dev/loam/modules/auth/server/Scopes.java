package dev.loam.modules.auth.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Scopes: what an application may know of a person.
///
/// `offered` are those that may be asked for. ID tokens can be verified by others only where a key
/// pair signs them, so without one `openid` is not offered.
/// Source: RFC 6749 section 3.3; OpenID Connect Core 1.0 section 5.4.
record Scopes(List<String> offered) {
    static final String OPENID = "openid";
    private static final String ABSENT = "email";

    static Scopes offered(boolean openid) {
        var offered = new ArrayList<String>();
        if (openid) {
            offered.add(OPENID);
        }
        offered.addAll(List.of("email", "profile", "phone"));
        return new Scopes(List.copyOf(offered));
    }

    /// Those of a request, each once, in its order; refused where one is not offered.
    String asked(String scope) {
        var asked = split(scope == null || scope.isBlank() ? ABSENT : scope);
        if (!offered.containsAll(asked)) {
            throw OAuthErrors.refusal("invalid_scope",
                    "Scopes are " + String.join(", ", offered));
        }
        return String.join(" ", asked);
    }

    static Set<String> split(String scopes) {
        var split = new LinkedHashSet<>(Arrays.asList(scopes.strip().split("\\s+")));
        split.remove("");
        return split;
    }

    static String union(String some, String others) {
        var all = new TreeSet<>(split(some));
        all.addAll(split(others));
        return String.join(" ", all);
    }

    static boolean covers(Collection<String> granted, String asked) {
        return granted.containsAll(split(asked));
    }
}
