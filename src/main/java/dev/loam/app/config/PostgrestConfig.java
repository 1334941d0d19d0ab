package dev.loam.app.config;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.base.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The configuration of `loam rest`, in PostgREST's own dialect.
///
/// `warnings` are sentences for the log: settings that are unknown here or have no effect yet.
/// Source: PostgREST documentation, "Configuration".
public record PostgrestConfig(
        ServerConfig server, RestSettings rest, Resolved values, List<String> warnings) {
    private static final String PREFIX = "PGRST_";
    private static final String APP_SETTINGS = "app.settings.";

    /// Names PostgREST still takes for settings it renamed.
    private static final Map<String, String> ALIASES = Map.of(
            "db-schema", "db-schemas", "max-rows", "db-max-rows", "pre-request", "db-pre-request",
            "role-claim-key", "jwt-role-claim-key", "db-pool-timeout", "db-pool-max-idletime",
            "secret-is-base64", "jwt-secret-is-base64", "root-spec", "db-root-spec",
            "server-proxy-uri", "openapi-server-proxy-uri");

    /// Documented settings that are not even read.
    static final Set<String> WITHOUT_EFFECT = Set.of(
            "server-unix-socket", "server-unix-socket-mode", "admin-server-unix-socket",
            "admin-server-unix-socket-mode", "db-pool-automatic-recovery",
            "jwt-cache-max-lifetime");

    /// What differs from Loam's own defaults, so that a file written for PostgREST means the same.
    private static final Map<Setting<?>, Object> DEFAULTS = defaults();

    /// Reads a file (null for none), then the variables over it. Fails with [ConfigRefused].
    public static PostgrestConfig load(Path file, Map<String, String> environment) {
        return load(file, environment, Map.of());
    }

    /// The same, with the settings found in the database (`pgrst.db_schemas`) over both.
    public static PostgrestConfig load(
            Path file, Map<String, String> environment, Map<String, String> inDatabase) {
        List<String> problems = new ArrayList<>();
        List<Given> given = new ArrayList<>();
        if (file != null) {
            given.addAll(PostgrestFile.read(
                    file.toString(), read(file, problems), environment, problems));
        }
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX)) {
                given.add(Given.asText(nameOf(variable), variable, value));
            }
        });
        inDatabase.forEach((name, value) -> given.add(InDatabase.given(name, value)));
        return build(given, environment, problems);
    }

    private static PostgrestConfig build(
            List<Given> given, Map<String, String> environment, List<String> problems) {
        Map<String, String> appSettings = new TreeMap<>();
        List<Given> known = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (Given one : byPrecedence(given)) {
            String name = ALIASES.getOrDefault(one.name(), one.name());
            if (name.startsWith(APP_SETTINGS)) {
                appSettings.put(name.substring(APP_SETTINGS.length()), (String) one.value());
                continue;
            }
            boolean unknown = Settings.ALL.stream()
                    .noneMatch(setting -> name.equals(setting.postgrestKey()));
            if (unknown) {
                ignored.add(one.name());
            } else {
                known.add(adapted(name, one, problems));
            }
        }
        Resolved values = Resolved.of(Setting::postgrestKey, DEFAULTS, known, problems);
        return build(values, appSettings, ignored, environment, problems);
    }

    private static PostgrestConfig build(
            Resolved values, Map<String, String> appSettings, List<String> ignored,
            Map<String, String> environment, List<String> problems) {
        String url = values.get(Settings.DATABASE_URL);
        try {
            url = PostgresConfig.fromUrl(url == null ? "" : url, environment).url();
        } catch (IllegalArgumentException wrong) {
            problems.add("db-uri: " + wrong.getMessage());
        }
        ServerConfig server = server(values, problems);
        if (server.port() != 0 && Integer.valueOf(server.port()).equals(server.adminPort())) {
            problems.add("admin-server-port: must differ from server-port");
        }
        if (values.get(Settings.SCHEMAS).isEmpty()) {
            problems.add("db-schemas: wanted at least one schema");
        }
        RestSettings rest = RestSettings.from(values, url, appSettings);
        rest.jwt().check("jwt-secret", problems);
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
        List<String> warnings = ignored.isEmpty() ? List.of() : List.of(
                "These settings are unknown or not supported yet and have no effect: "
                        + String.join(", ", ignored.stream().distinct().sorted().toList()));
        return new PostgrestConfig(server, rest, values, warnings);
    }

    private static ServerConfig server(Resolved values, List<String> problems) {
        ServerConfig given = ServerConfig.from(values, Path.of(""), problems);
        String host = bindable(given.host());
        String adminHost = values.isDefault(Settings.ADMIN_HOST)
                ? host : bindable(given.adminHost());
        return new ServerConfig(host, given.port(), given.reusePort(), adminHost,
                given.adminPort(), given.roles(), given.requestTimeout(), given.drain(),
                given.limits(), given.path());
    }

    /// What holds where nothing is said.
    public static Resolved defaultValues() {
        return Resolved.of(Setting::postgrestKey, DEFAULTS, List.of(), new ArrayList<>());
    }

    /// PostgREST's reserved names for "any address".
    private static String bindable(String host) {
        return switch (host) {
            case "*", "*4", "!4" -> "0.0.0.0";
            case "*6", "!6" -> "::";
            default -> host;
        };
    }

    /// A value as its setting's kind wants it: `@file` replaced by what the file holds, and the
    /// words of older versions by today's.
    private static Given adapted(String name, Given one, List<String> problems) {
        String value = (String) one.value();
        if (value.startsWith("@") && Set.of("db-uri", "jwt-secret").contains(name)) {
            value = read(Path.of(value.substring(1)), problems).stripTrailing();
        }
        if (name.equals("log-query")) {
            value = switch (value) {
                case "main-query" -> "true";
                case "disabled" -> "false";
                default -> value;
            };
        }
        return new Given(name, one.origin(), one.where(), value, false);
    }

    /// Aliases first, so that a setting's own name wins within one source as it does there; the
    /// order of the sources is kept.
    private static List<Given> byPrecedence(List<Given> given) {
        Map<String, List<Given>> bySource = new LinkedHashMap<>();
        for (Given one : given) {
            String source = one.origin().startsWith(PREFIX) ? PREFIX : one.origin();
            bySource.computeIfAbsent(source, _ -> new ArrayList<>()).add(one);
        }
        List<Given> ordered = new ArrayList<>();
        for (List<Given> source : bySource.values()) {
            source.stream().filter(one -> ALIASES.containsKey(one.name())).forEach(ordered::add);
            source.stream().filter(one -> !ALIASES.containsKey(one.name())).forEach(ordered::add);
        }
        return ordered;
    }

    private static String nameOf(String variable) {
        String name = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        return name.startsWith("app_settings_")
                ? APP_SETTINGS + name.substring("app_settings_".length())
                : name.replace('_', '-');
    }

    private static String read(Path file, List<String> problems) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            problems.add(file + ": cannot be read");
            return "";
        }
    }

    private static Map<Setting<?>, Object> defaults() {
        Map<Setting<?>, Object> defaults = new HashMap<>();
        defaults.put(Settings.PORT, 3000);
        defaults.put(Settings.ADMIN_PORT, null);
        defaults.put(Settings.ANON_ROLE, null);
        defaults.put(Settings.EXTRA_SEARCH_PATH, List.of("public"));
        defaults.put(Settings.LOG_LEVEL, LogLevel.ERROR);
        defaults.put(LogTable.QUERY_VALUES, true);
        defaults.put(WatchTable.SLOW_REQUEST, Duration.ZERO);
        defaults.put(WatchTable.SLOW_QUERY, Duration.ZERO);
        return defaults;
    }

    /// The secret, null when tokens cannot be verified.
    public Secret jwtSecret() {
        return rest.jwt().secret();
    }
}
