package dev.loam.app.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where a PostgreSQL server is and who logs in, read from either form libpq knows.
///
/// `hosts` is one or more `host:port`, separated by commas. `password` may be null. What the text
/// leaves out comes from libpq's environment variables, then from its defaults; only the host
/// differs: it is `localhost`, since pgjdbc speaks TCP only.
/// Source: PostgreSQL manual, "Connection Strings" and "Environment Variables".
public record PostgresAddress(
        String hosts, String user, String password, String database,
        Map<String, String> parameters) {
    private static final Map<String, String> VARIABLES = variables();

    /// Reads an address. Fails with `IllegalArgumentException`, whose message never has the
    /// password.
    public static PostgresAddress parse(String text, Map<String, String> environment) {
        String address = text.strip();
        Map<String, String> parts = new LinkedHashMap<>();
        if (address.startsWith("postgresql://") || address.startsWith("postgres://")) {
            readUri(address.substring(address.indexOf("://") + 3), parts);
        } else {
            readWords(address, parts);
        }
        VARIABLES.forEach((variable, name) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                parts.putIfAbsent(name, value);
            }
        });
        String user = taken(parts, "user", System.getProperty("user.name", "postgres"));
        String password = parts.remove("password");
        String database = taken(parts, "dbname", user);
        String hosts = hosts(taken(parts, "host", "localhost"), taken(parts, "port", "5432"));
        return new PostgresAddress(hosts, user, password, database, parts);
    }

    /// The address in the one form the rest of Loam takes, every part percent-encoded.
    public String url() {
        StringBuilder url = new StringBuilder("postgresql://").append(encode(user));
        if (password != null) {
            url.append(':').append(encode(password));
        }
        url.append('@').append(hosts).append('/').append(encode(database));
        char mark = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            url.append(mark).append(encode(parameter.getKey())).append('=')
                    .append(encode(parameter.getValue()));
            mark = '&';
        }
        return url.toString();
    }

    /// The same without the password, which then travels by another way.
    public PostgresAddress withoutPassword() {
        return new PostgresAddress(hosts, user, null, database, parameters);
    }

    @Override
    public String toString() {
        return withoutPassword().url();
    }

    private static void readUri(String rest, Map<String, String> parts) {
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String path = question < 0 ? rest : rest.substring(0, question);
        int at = path.lastIndexOf('@');
        if (at >= 0) {
            String who = path.substring(0, at);
            int colon = who.indexOf(':');
            put(parts, "user", decode(colon < 0 ? who : who.substring(0, colon)));
            put(parts, "password", colon < 0 ? "" : decode(who.substring(colon + 1)));
        }
        String where = path.substring(at + 1);
        int slash = where.indexOf('/');
        put(parts, "dbname", slash < 0 ? "" : decode(where.substring(slash + 1)));
        readHosts(slash < 0 ? where : where.substring(0, slash), parts);
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("a parameter is written name=value");
            }
            put(parts, decode(parameter.substring(0, equals)),
                    decode(parameter.substring(equals + 1)));
        }
    }

    private static void readHosts(String text, Map<String, String> parts) {
        if (text.isEmpty()) {
            return;
        }
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String one : text.split(",")) {
            int colon = one.indexOf(':', one.lastIndexOf(']') + 1);
            hosts.add(decode(colon < 0 ? one : one.substring(0, colon)));
            ports.add(colon < 0 ? "" : one.substring(colon + 1));
        }
        put(parts, "host", String.join(",", hosts));
        put(parts, "port", String.join(",", ports).replaceAll("^,*$", ""));
    }

    /// `name=value name = 'a value'`, with `\` before a quote or a backslash.
    private static void readWords(String text, Map<String, String> parts) {
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new IllegalArgumentException("wanted postgresql://… or name=value words");
            }
            String name = text.substring(at, equals).strip();
            if (!name.matches("[a-z_]+")) {
                throw new IllegalArgumentException("wanted postgresql://… or name=value words");
            }
            int from = equals + 1;
            while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
                from++;
            }
            StringBuilder value = new StringBuilder();
            at = readValue(text, from, value);
            put(parts, name, value.toString());
        }
    }

    private static int readValue(String text, int from, StringBuilder value) {
        boolean quoted = from < text.length() && text.charAt(from) == '\'';
        int at = quoted ? from + 1 : from;
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (quoted ? letter == '\'' : Character.isWhitespace(letter)) {
                return at + 1;
            }
            if (letter == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
            at++;
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        return at;
    }

    private static String hosts(String hosts, String ports) {
        String[] names = hosts.split(",");
        String[] numbers = ports.split(",", -1);
        List<String> pairs = new ArrayList<>();
        for (int one = 0; one < names.length; one++) {
            String name = names[one].isEmpty() ? "localhost" : names[one];
            String number = numbers.length == 1 ? numbers[0]
                    : one < numbers.length ? numbers[one] : "";
            String port = number.isEmpty() ? "5432" : number;
            if (name.startsWith("/") || name.startsWith("@")) {
                throw new IllegalArgumentException(
                        "a Unix socket cannot be used; give a host and a port");
            }
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
                throw new IllegalArgumentException("not a port: " + port);
            }
            boolean bare = name.contains(":") && !name.startsWith("[");
            pairs.add((bare ? "[" + name + "]" : name) + ":" + port);
        }
        return String.join(",", pairs);
    }

    private static String taken(Map<String, String> parts, String name, String fallback) {
        String value = parts.remove(name);
        return value == null ? fallback : value;
    }

    private static void put(Map<String, String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.put(name, value);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, String> variables() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("PGHOST", "host");
        names.put("PGPORT", "port");
        names.put("PGUSER", "user");
        names.put("PGPASSWORD", "password");
        names.put("PGDATABASE", "dbname");
        names.put("PGSSLMODE", "sslmode");
        names.put("PGSSLROOTCERT", "sslrootcert");
        names.put("PGSSLCERT", "sslcert");
        names.put("PGSSLKEY", "sslkey");
        names.put("PGOPTIONS", "options");
        names.put("PGAPPNAME", "application_name");
        names.put("PGCONNECT_TIMEOUT", "connect_timeout");
        names.put("PGTARGETSESSIONATTRS", "target_session_attrs");
        return names;
    }
}
