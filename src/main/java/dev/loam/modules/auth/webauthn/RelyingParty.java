package dev.loam.modules.auth.webauthn;

import dev.loam.modules.auth.config.AuthConfig;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The site that credentials are bound to.
///
/// - `id`: a domain; browsers let only its own pages use a credential, and know no credentials for
///   numeric addresses, so that the loopback address counts as `localhost`.
/// - `name`: what people see.
/// - `origins`: the pages that may use its credentials, as browsers name them.
/// - `anyLoopbackPage`: whether any page of this machine may use them too.
/// Source: Web Authentication Level 3, §5.1.2 and §13.4.9.
public record RelyingParty(String id, String name, Set<String> origins, boolean anyLoopbackPage) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    public RelyingParty {
        origins = Set.copyOf(origins);
    }

    public static RelyingParty of(AuthConfig config) {
        var passkeys = config.passkeys();
        var site = URI.create(config.siteUrl());
        var id = passkeys.relyingPartyId() == null ? domain(site) : passkeys.relyingPartyId();
        var pages = passkeys.origins().isEmpty() ? List.of(config.siteUrl()) : passkeys.origins();
        var origins = new LinkedHashSet<String>();
        for (var page : pages) {
            origins.add(origin(page));
        }
        return new RelyingParty(id, passkeys.relyingPartyName(), origins, config.development());
    }

    /// Whether a page may use the site's credentials.
    public boolean allows(String origin) {
        return origins.contains(origin) || anyLoopbackPage && loopback(origin);
    }

    private static boolean loopback(String origin) {
        try {
            return "localhost".equals(URI.create(origin).getHost());
        } catch (IllegalArgumentException bad) {
            return false;
        }
    }

    private static String domain(URI page) {
        var host = page.getHost();
        if (host == null) {
            return "localhost";
        }
        return LOOPBACK.contains(host) ? "localhost" : host.toLowerCase(Locale.ROOT);
    }

    /// Scheme, host and port of a page's address; anything that is no web address, such as the name
    /// of an Android app, is its own origin.
    private static String origin(String page) {
        var address = URI.create(page);
        var scheme = address.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme) || address.getHost() == null) {
            return page;
        }
        int usual = scheme.equals("https") ? 443 : 80;
        var port = address.getPort() == -1 || address.getPort() == usual
                ? "" : ":" + address.getPort();
        return scheme + "://" + domain(address) + port;
    }
}
