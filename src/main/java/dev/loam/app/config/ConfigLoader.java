package dev.loam.app.config;

import dev.loam.adapters.postgres.PostgresConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the configuration of `loam up`: a file (`loam.toml`, or the project file of a Supabase
/// project when there is none), then `LOAM_*` variables over it, then flags.
public final class ConfigLoader {
    static final String FILE = "loam.toml";

    private static final String PREFIX = "LOAM_";

    /// Variables that are not settings: the launcher's own, and what `loam keys` prints.
    private static final Set<String> NOT_SETTINGS =
            Set.of("LOAM_JAVA_OPTS", "LOAM_JDK_DIRS", "LOAM_URL");

    /// Tables of settings that others have for what Loam does not do yet.
    private static final List<String> NOT_HERE_YET =
            List.of("auth.web3", "auth.saml", "auth.third-party");

    /// What Kubernetes sets in every container beside a service called loam.
    private static final Pattern KUBERNETES = Pattern.compile(
            "LOAM(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT[A-Z0-9_]*)|PORT(_[0-9]+_(TCP|UDP)[A-Z_]*)?)");

    private ConfigLoader() {
    }

    /// Where the configuration comes from. `file` is null for the project's own; `flags` are keys
    /// with the flag that gave them.
    public record Sources(
            Path projectDir, Path file, Map<String, String> environment, List<Flag> flags) {
    }

    /// A setting given on the command line.
    public record Flag(String name, Setting<?> setting, String value) {
    }

    /// A configuration with where its values come from. `notices` are sentences for the reader.
    public record Loaded(LoamConfig config, Resolved values, List<String> notices) {
    }

    /// Fails with [ConfigRefused], which holds every problem.
    public static Loaded load(Sources sources) {
        return load(sources, Map.of());
    }

    /// The same, with the settings found in the database over the file and the variables.
    public static Loaded load(Sources sources, Map<String, String> inDatabase) {
        List<String> problems = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        List<Given> given = new ArrayList<>();
        readFile(sources, given, notices, problems);
        given.addAll(OtelVariables.given(sources.environment(), notices));
        readVariables(sources.environment(), given, problems);
        inDatabase.forEach((name, value) -> given.add(ownName(InDatabase.given(name, value))));
        for (Flag flag : sources.flags()) {
            given.add(Given.asText(flag.setting().key(), flag.name(), flag.value()));
        }
        setAside(given, notices);
        Resolved values = resolve(given, problems);
        LoamConfig config = build(values, sources, problems);
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
        advise(config, notices);
        return new Loaded(config, values, List.copyOf(notices));
    }

    /// Takes out what is meant for things that are not here yet, which is no mistake.
    private static void setAside(List<Given> given, List<String> notices) {
        for (String table : NOT_HERE_YET) {
            if (given.removeIf(one -> one.name().startsWith(table + "."))) {
                notices.add("Loam has no counterpart yet for [" + table + "]");
            }
        }
    }

    /// Names what is allowed but hardly meant.
    private static void advise(LoamConfig config, List<String> notices) {
        AuthSettings auth = config.auth();
        if (!auth.enabled()) {
            return;
        }
        if (config.production() && auth.get(AuthTable.EXTERNAL_URL) == null) {
            notices.add(AuthTable.EXTERNAL_URL.key() + " is not set: links in mails begin with "
                    + config.server().url());
        }
        for (String name : auth.values().names(AuthServiceTable.PROVIDERS)) {
            if (auth.get(AuthServiceTable.PROVIDER.of(name))
                    && auth.get(AuthServiceTable.CLIENT_ID.of(name)).isEmpty()) {
                notices.add(AuthServiceTable.CLIENT_ID.of(name).key()
                        + " is not set: nobody can sign in with " + name);
            }
        }
    }

    /// The defaults depend on a setting themselves: whether this is production.
    private static Resolved resolve(List<Given> given, List<String> problems) {
        Resolved values = Resolved.of(Setting::key, Map.of(), given, problems);
        return values.get(Settings.PRODUCTION)
                ? Resolved.of(Setting::key, Settings.IN_PRODUCTION, given, new ArrayList<>())
                : values;
    }

    private static LoamConfig build(Resolved values, Sources sources, List<String> problems) {
        String url = values.get(Settings.DATABASE_URL);
        if (url != null) {
            try {
                url = PostgresConfig.fromUrl(url, sources.environment()).url();
            } catch (IllegalArgumentException wrong) {
                problems.add(values.where(Settings.DATABASE_URL) + ": " + wrong.getMessage());
            }
        }
        ServerConfig server = ServerConfig.from(values, sources.projectDir(), problems);
        if (server.port() != 0 && Integer.valueOf(server.port()).equals(server.adminPort())) {
            problems.add(values.where(Settings.ADMIN_PORT) + ": must differ from "
                    + Settings.PORT.key());
        }
        if (values.get(Settings.SCHEMAS).isEmpty()) {
            problems.add(values.where(Settings.SCHEMAS) + ": wanted at least one schema");
        }
        RestSettings rest = RestSettings.from(values, url, Map.of());
        rest.jwt().check(values.where(Settings.JWT_SECRET), problems);
        return new LoamConfig(values.get(Settings.PRODUCTION), server,
                DatabaseConfig.from(values, url), MigrationsConfig.from(values), rest,
                AuthChecks.settings(values, sources.projectDir(), problems),
                RealtimeSettings.from(values, problems),
                ChangesSettings.from(values, sources.environment(), problems),
                CacheSettings.from(values, problems));
    }

    private static void readFile(
            Sources sources, List<Given> given, List<String> notices, List<String> problems) {
        Path own = sources.projectDir().resolve(FILE);
        if (sources.file() != null || Files.exists(own)) {
            Path file = sources.file() != null ? sources.file() : own;
            String name = sources.file() != null ? file.toString() : FILE;
            TomlFile.read(file, name, problems).forEach(
                    (key, value) -> given.add(Given.inFile(name, key, value)));
        } else if (SupabaseProject.at(sources.projectDir())) {
            SupabaseProject project = SupabaseProject.read(
                    sources.projectDir(), sources.environment(), problems);
            given.addAll(project.given());
            notices.addAll(project.notices());
        }
    }

    private static void readVariables(
            Map<String, String> environment, List<Given> given, List<String> problems) {
        Map<String, Setting<?>> byVariable = Settings.ALL.stream()
                .flatMap(ConfigLoader::ofKnownNames)
                .collect(Collectors.toMap(Setting::variable, setting -> setting));
        environment.forEach((variable, value) -> {
            Setting<?> setting = byVariable.containsKey(variable) ? byVariable.get(variable)
                    : ofItsName(variable, byVariable.values());
            if (setting != null) {
                given.add(Given.asText(setting.key(), variable, value));
            } else if (variable.startsWith(PREFIX) && !NOT_SETTINGS.contains(variable)
                    && !KUBERNETES.matcher(variable).matches()) {
                problems.add(variable + ": unknown variable"
                        + Resolved.didYouMean(variable, byVariable.keySet()).replace("*", "NAME"));
            }
        });
    }

    private static Stream<Setting<?>> ofKnownNames(Setting<?> setting) {
        return setting.names().isEmpty() ? Stream.of(setting)
                : setting.names().stream().map(setting::of);
    }

    private static Setting<?> ofItsName(String variable, Collection<Setting<?>> known) {
        return known.stream().filter(Setting::named)
                .<Setting<?>>map(setting -> setting.inVariable(variable))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static Given ownName(Given one) {
        String key = Settings.ALL.stream()
                .filter(setting -> one.name().equals(setting.postgrestKey()))
                .map(Setting::key).findFirst().orElse(one.name());
        return new Given(key, one.origin(), one.where(), one.value(), one.typed());
    }
}
