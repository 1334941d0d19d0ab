package dev.loam.app.log;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What never stands in the log: the text of others, with asterisks for what opens something.
///
/// In addresses it goes by the names of parameters. Those of keys are hidden everywhere, and save
/// in queries of data, whose filters may be called anything, those of codes and tokens too. The
/// other values are personal data as often as not, and are shown only where that is wanted.
///
/// In free text it goes by the looks: tokens, keys, credentials in addresses, and values behind the
/// name of a secret.
public final class Hidden {
    private static final String STARS = "***";
    /// The route whose parameters are filters, named as the columns are.
    private static final String DATA = "rest";
    /// Its parameters that hold nothing but names and numbers of rows.
    private static final Set<String> PLAIN =
            Set.of("select", "order", "limit", "offset", "columns", "on_conflict");
    private static final Set<String> KEYS = Set.of("apikey", "api_key", "api-key");
    private static final Set<String> SECRETS = Set.of("state", "nonce", "jwt");
    private static final Set<String> ENDS = Set.of("code", "secret", "verifier", "password");

    /// A JSON Web Token, or the beginning of one.
    private static final Pattern TOKEN = Pattern.compile(
            "eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,4}|sb_(?:secret|publishable)_\\w+");
    private static final Pattern SCHEME =
            Pattern.compile("(?i)\\b(bearer|basic)(\\s+|%20|\\+)[\\w.~+/=-]{4,}");
    private static final Pattern HEADER = Pattern.compile(
            "(?i)\\b(authorization|cookie|set-cookie|apikey|x-api-key)(\\s*:\\s*)[^\\r\\n]+");
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s/:@]*):[^\\s/@]+@");
    private static final String NAMES = "api[_-]?key|\\w*token|\\w*secret|\\w*password|passwd|jwt"
            + "|authorization|cookie";

    private final boolean queryValues;
    private final Set<String> more;
    private final Pattern named;
    private final Pattern member;

    /// @param queryValues whether values of parameters are shown, save those that open something
    /// @param more names whose values are hidden beside those that always are
    public Hidden(boolean queryValues, Collection<String> more) {
        this.queryValues = queryValues;
        this.more = more.stream().map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        String names = NAMES + this.more.stream().map(name -> "|" + Pattern.quote(name))
                .collect(Collectors.joining());
        this.named = Pattern.compile("(?i)\\b(" + names + ")(\\s*=\\s*)('[^']*'|[^\\s&;,'\"]+)");
        this.member = Pattern.compile(
                "(?i)\"(" + names + ")\"(\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"?");
    }

    /// The query of a request, without its question mark; `route` is the one that answered.
    public String query(String query, String route) {
        return parameters(query, 0, route);
    }

    /// The address of a page, whatever it asked.
    public String page(String address) {
        int at = firstOf(address, 0, "?#");
        return at < 0 ? text(address)
                : text(address.substring(0, at + 1)) + parameters(address, at + 1, null);
    }

    /// A short text of a client. Nearly all of them hold nothing that has to be looked at closely.
    public String shortText(String text) {
        return text.indexOf('=') < 0 && !text.contains("eyJ") && !text.contains("sb_")
                && !text.contains("earer") && !text.contains("asic") ? text : text(text);
    }

    /// Any text.
    public String text(String text) {
        String left = TOKEN.matcher(text).replaceAll(STARS);
        left = HEADER.matcher(left).replaceAll("$1$2" + STARS);
        left = SCHEME.matcher(left).replaceAll("$1$2" + STARS);
        left = IN_ADDRESS.matcher(left).replaceAll("$1:" + STARS + "@");
        left = named.matcher(left).replaceAll("$1$2" + STARS);
        return member.matcher(left).replaceAll("\"$1\"$2\"" + STARS + "\"");
    }

    private String parameters(String text, int from, String route) {
        var shown = new StringBuilder(text.length());
        int start = from;
        while (start <= text.length()) {
            int end = firstOf(text, start, "&?#");
            int stop = end < 0 ? text.length() : end;
            parameter(text.substring(start, stop), route, shown);
            if (end >= 0) {
                shown.append(text.charAt(end));
            }
            start = stop + 1;
        }
        return shown.toString();
    }

    private void parameter(String pair, String route, StringBuilder shown) {
        int equal = pair.indexOf('=');
        if (equal < 0 || equal == pair.length() - 1) {
            // Nothing but a name; or, in a query that is none, anything.
            shown.append(shortText(pair));
            return;
        }
        String name = pair.substring(0, equal);
        boolean data = DATA.equals(route);
        if (data && PLAIN.contains(name)) {
            shown.append(shortText(pair));
        } else if (!queryValues || opens(decoded(name), data)) {
            shown.append(shortText(name)).append('=').append(STARS);
        } else {
            shown.append(name).append('=').append(shortText(pair.substring(equal + 1)));
        }
    }

    private boolean opens(String given, boolean data) {
        String name = given.toLowerCase(Locale.ROOT);
        return KEYS.contains(name) || more.contains(name) || !data && (SECRETS.contains(name)
                || name.contains("token") || ENDS.stream().anyMatch(name::endsWith));
    }

    /// A name may be spelled in more than one way.
    private static String decoded(String name) {
        if (name.indexOf('%') < 0 && name.indexOf('+') < 0) {
            return name;
        }
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }

    /// -1 for none.
    private static int firstOf(String text, int from, String any) {
        for (int i = from; i < text.length(); i++) {
            if (any.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
