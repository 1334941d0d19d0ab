package dev.loam.modules.auth.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The addresses that applications have people led back to.
///
/// One is `https`, or `http` on the machine of whoever uses it, or of a scheme that an application
/// of that machine has for its own. Requests must name a registered one exactly; only the port of
/// one on the own machine is free, since such applications take what they find.
/// Source: RFC 8252 sections 7 and 8.4; RFC 9700 section 2.1.
final class RedirectUris {
    static final int COUNT_MAX = 10;
    private static final int CHARS_MAX = 2048;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    /// What a browser would run or open itself, in place of handing it to an application.
    private static final Set<String> SCHEMES_REFUSED = Set.of("about", "blob", "content", "data",
            "file", "filesystem", "ftp", "intent", "jar", "javascript", "mailto", "resource", "sms",
            "tel", "vbscript", "view-source", "ws", "wss");

    private RedirectUris() {
    }

    /// Whether an address may be registered. They are kept with commas between them.
    static boolean registrable(String address) {
        var uri = address.length() > CHARS_MAX || address.indexOf(',') >= 0
                ? null : parsed(address);
        if (uri == null || uri.getScheme() == null || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null) {
            return false;
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> uri.getHost() != null;
            case "http" -> loopback(uri);
            case String scheme -> !SCHEMES_REFUSED.contains(scheme);
        };
    }

    /// Whether an address is one of those registered.
    static boolean matches(List<String> registered, String asked) {
        if (asked.length() > CHARS_MAX) {
            return false;
        }
        var uri = parsed(asked);
        return uri != null && registered.stream()
                .anyMatch(one -> one.equals(asked) || sameButPort(parsed(one), uri));
    }

    /// Whether the address alone assures that an application is the one that registered it:
    /// a scheme or a port of someone's machine anybody can take.
    static boolean assuring(String address) {
        return address.regionMatches(true, 0, "https:", 0, 6);
    }

    /// The address with more parameters, save those that are null.
    static String with(String address, Map<String, String> parameters) {
        var text = new StringBuilder(address);
        char next = address.indexOf('?') < 0 ? '?' : '&';
        for (var one : parameters.entrySet()) {
            if (one.getValue() != null) {
                text.append(next).append(one.getKey()).append('=')
                        .append(URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8));
                next = '&';
            }
        }
        return text.toString();
    }

    private static boolean sameButPort(URI registered, URI asked) {
        return loopback(registered) && loopback(asked)
                && registered.getScheme().equals(asked.getScheme())
                && registered.getHost().equals(asked.getHost())
                && Objects.equals(registered.getRawPath(), asked.getRawPath())
                && Objects.equals(registered.getRawQuery(), asked.getRawQuery())
                && asked.getRawFragment() == null && asked.getRawUserInfo() == null;
    }

    private static boolean loopback(URI uri) {
        return uri != null && "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null
                && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    }

    private static URI parsed(String address) {
        if (address.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '\\')) {
            return null;
        }
        try {
            return new URI(address);
        } catch (URISyntaxException bad) {
            return null;
        }
    }
}
