package dev.loam.modules.auth.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides where people may be led after a sign-in: to the site, to what the list allows, and
/// nowhere else; who asks for another place gets the site.
///
/// In the list `*` stands for characters other than `.` and `/`, `**` for any, `?` for one other
/// than these. In the host of an entry, none stands for a character that could end it. The
/// fragment of an address does not count.
/// Source: Supabase documentation, "Redirect URLs".
public final class Redirects {
    private static final int CHARS_MAX = 2048;
    /// What a browser would run in place of going there.
    private static final Set<String> SCHEMES_REFUSED =
            Set.of("javascript", "data", "vbscript", "blob", "file", "about", "view-source");
    /// What a wildcard may stand for before the path: nothing that could end the host earlier.
    private static final String HOST_PART = "[^/?#@:%\\[\\]]";
    private static final String HOST_LABEL = "[^./?#@:%\\[\\]]";
    private static final Pattern DOT_SEGMENT =
            Pattern.compile("(^|/)(\\.|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String site;
    private final URI siteUri;
    private final List<Pattern> allowed;

    public Redirects(String site, List<String> allowed) {
        this.site = site;
        this.siteUri = parsed(site);
        var patterns = new ArrayList<Pattern>();
        for (var glob : allowed) {
            patterns.add(Pattern.compile(regex(glob)));
        }
        this.allowed = List.copyOf(patterns);
    }

    /// The address itself where it is allowed, else the site's; null asks for the site.
    public String settle(String asked) {
        return asked != null && allows(asked) ? asked : site;
    }

    public boolean allows(String asked) {
        var uri = asked.length() > CHARS_MAX ? null : parsed(asked);
        if (uri == null || uri.getScheme() == null || uri.getRawUserInfo() != null
                || SCHEMES_REFUSED.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                || oddHost(uri) || dotted(uri)) {
            return false;
        }
        int fragment = asked.indexOf('#');
        var bare = fragment < 0 ? asked : asked.substring(0, fragment);
        return ofSite(uri) || allowed.stream().anyMatch(one -> one.matcher(bare).matches());
    }

    /// The same scheme and place as the site; on this machine any port is the developer's own.
    private boolean ofSite(URI uri) {
        return siteUri != null && siteUri.getHost() != null
                && siteUri.getScheme().equalsIgnoreCase(uri.getScheme())
                && siteUri.getHost().equalsIgnoreCase(uri.getHost())
                && (siteUri.getPort() == uri.getPort()
                        || LOOPBACK.contains(siteUri.getHost().toLowerCase(Locale.ROOT)));
    }

    /// A web address without a host that Java can read, or with digits in place of one, is read
    /// otherwise by browsers than here.
    private static boolean oddHost(URI uri) {
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        var host = uri.getHost();
        return web && (host == null || host.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    /// A path that leads elsewhere than it says.
    private static boolean dotted(URI uri) {
        return uri.getRawPath() != null && DOT_SEGMENT.matcher(uri.getRawPath()).find();
    }

    private static URI parsed(String address) {
        if (address == null || address.indexOf('\\') >= 0
                || address.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
            return null;
        }
        try {
            return new URI(address);
        } catch (URISyntaxException bad) {
            return null;
        }
    }

    private static String regex(String glob) {
        var regex = new StringBuilder();
        int scheme = glob.indexOf("://");
        int host = scheme < 0 ? glob.length() : scheme + 3;
        int path = scheme < 0 || glob.indexOf('/', host) < 0 ? glob.length()
                : glob.indexOf('/', host);
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            boolean inHost = i >= host && i < path;
            boolean two = glob.startsWith("**", i);
            if (two) {
                // At the very end it stands for a path as well.
                regex.append(inHost && i + 2 < glob.length() ? HOST_PART + "*" : ".*");
                i++;
            } else if (c == '*' || c == '?') {
                regex.append(inHost ? HOST_LABEL : "[^./]").append(c == '*' ? "*" : "");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
