package dev.loam.adapters.postgres;

import dev.loam.adapters.postgres.PostgresConfig.Host;
import dev.loam.base.config.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/// libpq's connection parameters: which are understood, what they are called in the environment and
/// by pgjdbc.
///
/// A parameter that would be ignored without harm is accepted; one whose promise cannot be kept is
/// refused. Source: PostgreSQL manual, "Parameter Key Words" and "Environment Variables".
final class LibpqParameters {
    /// By pgjdbc's name.
    private static final Map<String, String> PGJDBC = Map.ofEntries(
            Map.entry("application_name", "ApplicationName"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("krbsrvname", "kerberosServerName"),
            Map.entry("options", "options"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslrootcert", "sslrootcert"));
    /// Understood here in another way than by a pgjdbc property of the same value.
    private static final Set<String> OWN = Set.of("keepalives", "load_balance_hosts",
            "target_session_attrs", "timezone");
    /// Of no consequence here, or already so.
    private static final Set<String> HARMLESS = Set.of("client_encoding",
            "fallback_application_name", "keepalives_count", "keepalives_idle",
            "keepalives_interval", "sslcompression", "sslsni", "tcp_user_timeout");
    private static final Set<String> PLACE =
            Set.of("dbname", "host", "hostaddr", "password", "port", "user", "connect_timeout");
    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("PGAPPNAME", "application_name"),
            Map.entry("PGCHANNELBINDING", "channel_binding"),
            Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
            Map.entry("PGDATABASE", "dbname"),
            Map.entry("PGHOST", "host"),
            Map.entry("PGHOSTADDR", "hostaddr"),
            Map.entry("PGOPTIONS", "options"),
            Map.entry("PGPASSWORD", "password"),
            Map.entry("PGPORT", "port"),
            Map.entry("PGSSLCERT", "sslcert"),
            Map.entry("PGSSLKEY", "sslkey"),
            Map.entry("PGSSLMODE", "sslmode"),
            Map.entry("PGSSLROOTCERT", "sslrootcert"),
            Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
            Map.entry("PGTZ", "timezone"),
            Map.entry("PGUSER", "user"));
    private static final Map<String, String> SESSION_ATTRS = Map.of("any", "any",
            "primary", "primary", "read-write", "primary", "standby", "secondary",
            "read-only", "secondary", "prefer-standby", "preferSecondary");

    private LibpqParameters() {
    }

    static void addFrom(Map<String, String> environment, Map<String, String> keywords) {
        ENVIRONMENT.forEach((variable, keyword) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                keywords.putIfAbsent(keyword, value);
            }
        });
        keywords.putIfAbsent("user", System.getProperty("user.name"));
    }

    static PostgresConfig config(Map<String, String> keywords) {
        var properties = new LinkedHashMap<>(keywords);
        properties.keySet().removeAll(PLACE);
        check(properties);
        String user = keywords.get("user");
        String password = keywords.get("password");
        var config = new PostgresConfig(hosts(keywords), keywords.getOrDefault("dbname", user),
                user, password == null ? null : new Secret(password), properties);
        int seconds = number("connect_timeout", keywords.getOrDefault("connect_timeout", "0"));
        // libpq reads 0 as "wait for ever", which nothing here does.
        return seconds <= 0 ? config : config.withLifetimes(
                Duration.ofSeconds(seconds), config.ageMax(), config.idleMax());
    }

    /// Whether libpq's clients know the parameter too: a time zone is theirs by `options` only.
    static boolean known(String name) {
        return !name.equals("timezone");
    }

    static void check(Map<String, String> properties) {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            String name = property.getKey();
            if (!PGJDBC.containsKey(name) && !OWN.contains(name) && !HARMLESS.contains(name)) {
                throw new IllegalArgumentException(
                        "the database parameter " + name + " is not understood");
            }
        }
        String attrs = properties.get("target_session_attrs");
        if (attrs != null && !SESSION_ATTRS.containsKey(attrs)) {
            throw new IllegalArgumentException("target_session_attrs is one of "
                    + String.join(", ", SESSION_ATTRS.keySet().stream().sorted().toList()));
        }
        String encoding = properties.getOrDefault("client_encoding", "UTF8");
        if (!Set.of("utf8", "utf-8", "auto").contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("client_encoding is always UTF8 here");
        }
    }

    private static List<Host> hosts(Map<String, String> keywords) {
        String list = keywords.getOrDefault("hostaddr", keywords.getOrDefault("host", ""));
        String[] names = list.split(",", -1);
        String[] ports = keywords.getOrDefault("port", "").split(",", -1);
        if (ports.length != 1 && ports.length != names.length) {
            throw new IllegalArgumentException("as many database ports as hosts, or one: "
                    + ports.length + " ports, " + names.length + " hosts");
        }
        var hosts = new ArrayList<Host>();
        for (int i = 0; i < names.length; i++) {
            String port = ports[ports.length == 1 ? 0 : i];
            hosts.add(host(names[i], port.isEmpty() ? "5432" : port));
        }
        return hosts;
    }

    private static Host host(String name, String port) {
        if (name.startsWith("/") || name.startsWith("@")) {
            throw new IllegalArgumentException("the database host " + name + " is a unix socket; "
                    + "only TCP is spoken here: name a host such as 127.0.0.1");
        }
        int number = number("port", port);
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException("a database port is between 1 and 65535: " + port);
        }
        return new Host(name.isEmpty() ? "localhost" : name, number);
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "the database parameter " + name + " is not a number: " + value);
        }
    }

    /// What pgjdbc needs to log in as `config` says.
    static Properties pgjdbc(PostgresConfig config) {
        var all = new Properties();
        all.setProperty("ApplicationName", "loam");
        all.setProperty("tcpKeepAlive", "true");
        // Kerberos is asked for, not tried: the attempt costs a round trip and a log line.
        all.setProperty("gssEncMode", "disable");
        config.properties().forEach((name, value) -> {
            if (PGJDBC.containsKey(name)) {
                all.setProperty(PGJDBC.get(name), value);
            }
        });
        Map<String, String> given = config.properties();
        if ("0".equals(given.get("keepalives"))) {
            all.setProperty("tcpKeepAlive", "false");
        }
        if ("random".equals(given.get("load_balance_hosts"))) {
            all.setProperty("loadBalanceHosts", "true");
        }
        all.setProperty("targetServerType",
                SESSION_ATTRS.get(given.getOrDefault("target_session_attrs", "any")));
        all.setProperty("user", config.user());
        all.setProperty("PGDBNAME", config.database());
        if (config.password() != null) {
            all.setProperty("password", config.password().value());
        }
        // Since 9.0 the name goes out in the startup message, not in a round trip of its own.
        all.setProperty("assumeMinServerVersion", "9.4");
        return all;
    }
}
