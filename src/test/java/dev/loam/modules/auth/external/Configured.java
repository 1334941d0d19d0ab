package dev.loam.modules.auth.external;

import dev.loam.base.config.Secret;
import dev.loam.fixture.OpenIdProvider;
import dev.loam.modules.auth.config.ProviderConfig;
import java.util.List;
import java.util.Map;

/// Providers as settings make them.
final class Configured {
    private Configured() {
    }

    static Provider at(String url) {
        return provider("house", url, OpenIdProvider.CLIENT, OpenIdProvider.SECRET);
    }

    static Provider preset(String name) {
        return provider(name, null, "ours", "hidden");
    }

    static Provider provider(String name, String url, String clientId, String secret) {
        var config = new ProviderConfig(true, List.of(clientId, "another-of-ours"),
                secret == null ? null : new Secret(secret), url, null, List.of("more"), true,
                false);
        return Providers.of(Map.of(name, config)).enabled(name);
    }
}
