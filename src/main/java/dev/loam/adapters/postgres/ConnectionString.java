package dev.loam.adapters.postgres;

import dev.loam.base.text.PercentCodes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads libpq's two forms of connection string into its keywords, and writes the one of a URI.
/// Pure.
///
/// Messages never repeat the string, which holds a password.
/// Source: PostgreSQL manual, "Connection Strings".
final class ConnectionString {
    private final String text;
    private int at;

    private ConnectionString(String text) {
        this.text = text;
    }

    static Map<String, String> parse(String text) {
        for (String scheme : List.of("postgres://", "postgresql://")) {
            if (text.startsWith(scheme)) {
                return uri(text.substring(scheme.length()));
            }
        }
        if (text.contains("://")) {
            throw new IllegalArgumentException(
                    "a database URL starts with postgres:// or postgresql://");
        }
        return new ConnectionString(text).keywords();
    }

    /// `postgresql://user:password@host:port/database?name=value`, every part percent-encoded.
    static String write(PostgresConfig config) {
        var uri = new StringBuilder("postgresql://").append(PercentCodes.encode(config.user()));
        if (config.password() != null) {
            uri.append(':').append(PercentCodes.encode(config.password().value()));
        }
        uri.append('@').append(config.hosts().stream().map(PostgresConfig.Host::toString)
                .collect(Collectors.joining(","))).append('/')
                .append(PercentCodes.encode(config.database()));
        String parameters = new TreeMap<>(config.properties()).entrySet().stream()
                .filter(one -> LibpqParameters.known(one.getKey()))
                .map(one -> PercentCodes.encode(one.getKey()) + "="
                        + PercentCodes.encode(one.getValue()))
                .collect(Collectors.joining("&"));
        if (!parameters.isEmpty()) {
            uri.append('?').append(parameters);
        }
        return uri.toString();
    }

    private static Map<String, String> uri(String rest) {
        var keywords = new LinkedHashMap<String, String>();
        int question = rest.indexOf('?');
        String front = question < 0 ? rest : rest.substring(0, question);
        // Looked for after the user's part, so that a slash in a password does no harm.
        int slash = front.indexOf('/', Math.max(0, front.lastIndexOf('@')));
        String authority = slash < 0 ? front : front.substring(0, slash);
        if (slash >= 0 && slash + 1 < front.length()) {
            keywords.put("dbname", decode(front.substring(slash + 1)));
        }
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            user(authority.substring(0, at), keywords);
        }
        hosts(authority.substring(at + 1), keywords);
        if (question >= 0) {
            query(rest.substring(question + 1), keywords);
        }
        return keywords;
    }

    private static void user(String info, Map<String, String> keywords) {
        int colon = info.indexOf(':');
        String user = colon < 0 ? info : info.substring(0, colon);
        if (!user.isEmpty()) {
            keywords.put("user", decode(user));
        }
        if (colon >= 0) {
            keywords.put("password", decode(info.substring(colon + 1)));
        }
    }

    private static void hosts(String list, Map<String, String> keywords) {
        if (list.isEmpty()) {
            return;
        }
        var names = new ArrayList<String>();
        var ports = new ArrayList<String>();
        for (String host : list.split(",", -1)) {
            int bracket = host.startsWith("[") ? host.indexOf(']') : -1;
            int colon = host.indexOf(':', Math.max(0, bracket));
            String name = colon < 0 ? host : host.substring(0, colon);
            names.add(bracket > 0 ? host.substring(1, bracket) : decode(name));
            ports.add(colon < 0 ? "" : host.substring(colon + 1));
        }
        keywords.put("host", String.join(",", names));
        if (ports.stream().anyMatch(port -> !port.isEmpty())) {
            keywords.put("port", String.join(",", ports));
        }
    }

    private static void query(String query, Map<String, String> keywords) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "a parameter of the database URL is not written name=value");
            }
            String name = decode(pair.substring(0, equals));
            String value = decode(pair.substring(equals + 1));
            // JDBC's habit, which libpq takes too.
            if (name.equals("ssl") && value.equals("true")) {
                keywords.put("sslmode", "require");
            } else {
                keywords.put(name, value);
            }
        }
    }

    /// Percent-decoding as libpq does it: a plus stays a plus.
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (high < 0 || low < 0 || high == 0 && low == 0) {
                throw new IllegalArgumentException("the database URL has a bad percent code");
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Map<String, String> keywords() {
        var keywords = new LinkedHashMap<String, String>();
        for (skipSpace(); at < text.length(); skipSpace()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new IllegalArgumentException("a database URL starts with postgres://, a "
                        + "keyword string is written host=… user=… dbname=…");
            }
            String name = text.substring(at, equals).strip();
            at = equals + 1;
            skipSpace();
            keywords.put(name, value());
        }
        return keywords;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String value() {
        boolean quoted = at < text.length() && text.charAt(at) == '\'';
        if (quoted) {
            at++;
        }
        var value = new StringBuilder();
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted ? c == '\'' : Character.isWhitespace(c)) {
                at += quoted ? 1 : 0;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        if (quoted) {
            throw new IllegalArgumentException(
                    "a quoted value of the database keyword string does not end");
        }
        return value.toString();
    }
}
