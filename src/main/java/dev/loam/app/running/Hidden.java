package dev.loam.app.running;

import java.util.regex.Pattern;

/// Addresses as they may be logged.
final class Hidden {
    private static final Pattern KEY = parameters("apikey|api_key");
    private static final Pattern SECRET = parameters("apikey|api_key|\\w*token\\w*|\\w*code|state"
            + "|nonce|\\w*secret|\\w*verifier|\\w*password|jwt");
    /// The route whose parameters are filters, named as the columns are.
    private static final String DATA = "rest";

    private Hidden() {
    }

    private static Pattern parameters(String names) {
        return Pattern.compile("([?&#](?:" + names + ")=)[^&#]+", Pattern.CASE_INSENSITIVE);
    }

    /// The address with asterisks for what opens something; `route` is the one that answered.
    static String in(String address, String route) {
        var pattern = DATA.equals(route) ? KEY : SECRET;
        return pattern.matcher(address).replaceAll("$1***");
    }
}
