package dev.loam.app.config;

import java.util.Set;
import java.util.stream.Collectors;

/// Settings kept in the database, as `pgrst.db_schemas` and the like: set by the pre-config
/// function or on the login role.
/// Source: PostgREST documentation, "In-Database Configuration".
public final class InDatabase {
    /// The prefix such a setting's name has.
    public static final String PREFIX = "pgrst.";

    /// What may be set there: whatever a running server can change.
    private static final Set<String> NAMES = Set.of(
            "client-error-verbosity", "db-aggregates-enabled", "db-anon-role", "db-pre-config",
            "db-extra-search-path", "db-hoisted-tx-settings", "db-max-rows", "db-plan-enabled",
            "db-pre-request", "db-prepared-statements", "db-root-spec", "db-schemas",
            "db-tx-end", "jwt-aud", "jwt-role-claim-key", "jwt-secret", "jwt-secret-is-base64",
            "jwt-cache-max-entries", "openapi-mode", "openapi-security-active",
            "openapi-server-proxy-uri", "server-cors-allowed-origins", "server-trace-header",
            "server-timing-enabled", "url-use-legacy-target-names");

    private InDatabase() {
    }

    /// Whether a setting of the database, by its whole name, is one of these.
    public static boolean isSetting(String name) {
        return name.startsWith(PREFIX) && NAMES.contains(postgrestKey(name));
    }

    /// The whole names of all of these.
    public static Set<String> names() {
        return NAMES.stream().map(name -> PREFIX + name.replace('-', '_'))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Given given(String name, String value) {
        return new Given(postgrestKey(name), name, name, value, false);
    }

    private static String postgrestKey(String name) {
        return name.substring(PREFIX.length()).replace('_', '-');
    }
}
