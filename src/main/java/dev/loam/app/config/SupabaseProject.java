package dev.loam.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what `supabase/config.toml` of a Supabase project says that Loam has a counterpart for,
/// and names the tables that it has none for yet.
/// Source: Supabase documentation, "Supabase CLI config".
final class SupabaseProject {
    private static final String FILE = "supabase/config.toml";
    private static final String MIGRATIONS = "supabase/migrations";

    private static final Pattern VARIABLE = Pattern.compile("env\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    private static final Map<String, Setting<?>> COUNTERPARTS = Map.of(
            "api.port", Settings.PORT,
            "api.schemas", Settings.SCHEMAS,
            "api.extra_search_path", Settings.EXTRA_SEARCH_PATH,
            "api.max_rows", Settings.MAX_ROWS,
            "api.external_url", AuthTable.EXTERNAL_URL,
            "db.port", Settings.EMBEDDED_PORT,
            "db.migrations.enabled", Settings.MIGRATIONS_ENABLED,
            "auth.jwt_secret", Settings.JWT_SECRET,
            "realtime.enabled", RealtimeTable.ENABLED);

    private final Map<String, String> environment;
    private final List<Given> given = new ArrayList<>();
    private final TreeSet<String> tablesIgnored = new TreeSet<>();
    private final List<String> notices = new ArrayList<>();

    private SupabaseProject(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Whether a folder without a `loam.toml` is a Supabase project: it has that project's file, or
    /// its migrations and none of its own.
    static boolean at(Path projectDir) {
        return Files.exists(projectDir.resolve(FILE))
                || Files.isDirectory(projectDir.resolve(MIGRATIONS))
                && Files.notExists(projectDir.resolve(Settings.MIGRATIONS_DIR.fallback()));
    }

    /// What the project's file gives, with the places a Supabase project keeps its migrations in.
    static SupabaseProject read(
            Path projectDir, Map<String, String> environment, List<String> problems) {
        SupabaseProject project = new SupabaseProject(environment);
        project.give("migrations.dir", "migrations.dir", MIGRATIONS);
        project.give("migrations.seeds", "migrations.seeds", List.of("supabase/seed.sql"));
        Map<String, Object> values = Files.exists(projectDir.resolve(FILE))
                ? TomlFile.read(projectDir.resolve(FILE), FILE, problems) : Map.of();
        values.forEach((key, value) -> project.take(key, value, values));
        project.takeSeeds(values);
        if (!project.tablesIgnored.isEmpty()) {
            project.notices.add(FILE + ": Loam has no counterpart yet for "
                    + String.join(", ", project.tablesIgnored));
        }
        return project;
    }

    List<Given> given() {
        return given;
    }

    /// Sentences about what was passed over.
    List<String> notices() {
        return notices;
    }

    private void take(String key, Object raw, Map<String, Object> all) {
        Object value = substituted(raw);
        Setting<?> counterpart = COUNTERPARTS.get(key);
        if (counterpart != null) {
            give(counterpart.key(), key, value);
        } else if (key.equals("db.major_version") && !Long.valueOf(18).equals(value)) {
            notices.add(FILE + ": db.major_version is " + value
                    + ", Loam's own server is PostgreSQL 18");
        } else if (key.startsWith("auth.")) {
            takeAuth(key, value, all);
        } else if (key.equals("api.enabled") && Boolean.FALSE.equals(value)) {
            notices.add(FILE + ": api.enabled is false, Loam serves the API all the same");
        } else if (key.startsWith("realtime.")) {
            tablesIgnored.add(key);
        } else if (key.contains(".") && !key.startsWith("api.") && !key.startsWith("db.")) {
            tablesIgnored.add("[" + key.substring(0, key.indexOf('.')) + "]");
        }
    }

    /// The keys of accounts are Loam's own with underscores for hyphens.
    private void takeAuth(String key, Object value, Map<String, Object> all) {
        String table = key.substring(0, key.lastIndexOf('.'));
        if (!Resolved.known(key.replace('_', '-'))) {
            if (!off(table, all)) {
                tablesIgnored.add(table.equals("auth") ? key : "[" + table + "]");
            }
        } else if (value instanceof String text && VARIABLE.matcher(text).matches()) {
            if (!off(table, all)) {
                notices.add(FILE + ": " + key + " is passed over, as the variable of " + text
                        + " is not set");
            }
        } else if (!key.equals("auth.rate_limit.email_sent") || smtp(all)) {
            give(key.replace('_', '-'), key, translated(key, value));
        }
    }

    private static boolean off(String table, Map<String, Object> all) {
        return Boolean.FALSE.equals(all.get(table + ".enabled"));
    }

    /// The limit on mail counts there only with a server to send it.
    private static boolean smtp(Map<String, Object> all) {
        return all.containsKey("auth.email.smtp.host") && !off("auth.email.smtp", all);
    }

    private static Object translated(String key, Object value) {
        return switch (key) {
            case "auth.password_requirements" -> String.valueOf(value).replace('_', '-');
            // There it is the address of the accounts, not of everything.
            case "auth.external_url" -> String.valueOf(value).replaceFirst("/auth/v1/?$", "");
            default -> key.startsWith("auth.sms.test_otp.") ? String.valueOf(value) : value;
        };
    }

    private void takeSeeds(Map<String, Object> values) {
        if (Boolean.FALSE.equals(values.get("db.seed.enabled"))) {
            give("migrations.seeds", "db.seed.enabled", List.of());
        } else if (values.get("db.seed.sql_paths") instanceof List<?> paths) {
            give("migrations.seeds", "db.seed.sql_paths", paths.stream()
                    .map(path -> path instanceof String text
                            ? "supabase/" + withoutDot(text) : path)
                    .toList());
        }
    }

    private void give(String key, String theirKey, Object value) {
        given.add(new Given(key, FILE, FILE + ": " + theirKey, value, true));
    }

    /// `env(NAME)` stands for a variable, as the Supabase CLI reads it; unset, it stays as it is.
    private Object substituted(Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        Matcher variable = VARIABLE.matcher(text);
        return variable.matches()
                ? environment.getOrDefault(variable.group(1), text) : text;
    }

    private static String withoutDot(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }
}
