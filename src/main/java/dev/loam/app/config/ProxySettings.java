package dev.loam.app.config;

import dev.loam.kernel.client.ProxyTrust;
import java.util.List;

/// Reads which proxies are trusted to name the clients of requests.
final class ProxySettings {
    private ProxySettings() {
    }

    static ProxyTrust from(Resolved values, List<String> problems) {
        List<String> proxies = values.get(Settings.TRUSTED_PROXIES);
        try {
            ProxyTrust.of(proxies, List.of());
        } catch (IllegalArgumentException wrong) {
            problems.add(values.where(Settings.TRUSTED_PROXIES)
                    + ": wanted addresses and ranges such as 10.0.0.0/8; " + wrong.getMessage());
            return ProxyTrust.NOBODY;
        }
        try {
            return ProxyTrust.of(proxies, values.get(Settings.PROXY_FIELDS));
        } catch (IllegalArgumentException wrong) {
            problems.add(values.where(Settings.PROXY_FIELDS)
                    + ": wanted x-forwarded-for, forwarded or x-real-ip; " + wrong.getMessage());
            return ProxyTrust.NOBODY;
        }
    }
}
