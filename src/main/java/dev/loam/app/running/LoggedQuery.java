package dev.loam.app.running;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.ports.web.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Predicate;

/// A request's query as a log may hold it.
///
/// What follows a name may open something: links of mails and ways back from other services carry
/// tokens and codes, and a browser that cannot send a header has its key there. Of the auth API,
/// where services may send whatever they like, only values that are known to be harmless are
/// written; elsewhere all but the key's.
final class LoggedQuery {
    private static final Set<String> HARMLESS = Set.of(
            "grant_type", "page", "per_page", "provider", "response_type", "scope", "type");

    private LoggedQuery() {
    }

    static String of(HttpRequest request) {
        boolean auth = request.path().startsWith(AuthConfig.PREFIX + "/");
        Predicate<String> hidden = auth ? name -> !HARMLESS.contains(name)
                : name -> name.equalsIgnoreCase("apikey");
        var logged = new StringBuilder();
        for (var pair : request.query().split("&", -1)) {
            int equals = pair.indexOf('=');
            boolean secret = equals >= 0 && hidden.test(decoded(pair.substring(0, equals)));
            logged.append(logged.isEmpty() ? "" : "&")
                    .append(secret ? pair.substring(0, equals) + "=***" : pair);
        }
        return logged.toString();
    }

    /// An address without its query and fragment.
    static String bare(String address) {
        return address.split("[?#]", 2)[0];
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
