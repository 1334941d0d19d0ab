package dev.loam.app.running;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses as they may be logged.
final class Hidden {
    private static final Pattern PARAMETER = Pattern.compile("([?&#])([^?&#=]*)=[^&#]+");
    private static final Pattern KEY = names("apikey|api_key");
    private static final Pattern SECRET = names("apikey|api_key|\\w*token\\w*|\\w*code|state"
            + "|nonce|\\w*secret|\\w*verifier|\\w*password|jwt");
    /// The route whose parameters are filters, named as the columns are.
    private static final String DATA = "rest";

    private Hidden() {
    }

    private static Pattern names(String names) {
        return Pattern.compile(names, Pattern.CASE_INSENSITIVE);
    }

    /// The address of a request with asterisks for what opens something; `route` is the one that
    /// answered.
    static String in(String address, String route) {
        return in(address, DATA.equals(route) ? KEY : SECRET);
    }

    /// The address of a page, whatever it asked.
    static String inPage(String address) {
        return in(address, SECRET);
    }

    private static String in(String address, Pattern hidden) {
        return PARAMETER.matcher(address).replaceAll(found -> Matcher.quoteReplacement(
                hidden.matcher(decoded(found.group(2))).matches()
                        ? found.group(1) + found.group(2) + "=***" : found.group()));
    }

    /// A name may be spelled in more than one way.
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
