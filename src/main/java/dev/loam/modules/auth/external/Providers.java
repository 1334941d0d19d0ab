package dev.loam.modules.auth.external;

import dev.loam.modules.auth.config.ProviderConfig;
import dev.loam.modules.auth.failure.AuthCode;
import java.util.Map;
import java.util.TreeMap;

/// The services that people may sign in with, by name. Immutable.
final class Providers {
    private final Map<String, Provider> byName;

    private Providers(Map<String, Provider> byName) {
        this.byName = Map.copyOf(byName);
    }

    /// Those of the settings that are enabled and complete.
    static Providers of(Map<String, ProviderConfig> configs) {
        var byName = new TreeMap<String, Provider>();
        configs.forEach((name, config) -> {
            var service = Presets.service(bare(name), config.url());
            if (config.enabled() && service != null && !config.clientIds().isEmpty()) {
                byName.put(bare(name), new Provider(bare(name), config, service));
            }
        });
        return new Providers(byName);
    }

    /// The provider of a name, which must be enabled.
    Provider enabled(String name) {
        if (name == null || name.isBlank()) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Unsupported provider: missing provider name");
        }
        var provider = byName.get(bare(name.strip()));
        if (provider == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Unsupported provider: provider is not enabled");
        }
        return provider;
    }

    /// The provider whose ID tokens an app hands in: by name, else by the issuer and the client
    /// that it names.
    Provider ofIdToken(String name, String issuer, String clientId) {
        if (name != null && byName.containsKey(bare(name))) {
            return openId(byName.get(bare(name)));
        }
        if (issuer == null) {
            throw AuthCode.PROVIDER_DISABLED.refusal(
                    "Provider (\"" + quotable(name) + "\") is not enabled");
        }
        return byName.values().stream()
                .filter(provider -> provider.issues(issuer))
                .filter(provider -> clientId == null
                        || provider.config().clientIds().contains(clientId))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .findFirst().map(Providers::openId)
                .orElseThrow(() -> AuthCode.PROVIDER_DISABLED.refusal(
                        "Provider (issuer \"" + quotable(issuer) + "\") is not enabled"));
    }

    /// Clients write `custom:acme` for a service that they do not know by name.
    private static String bare(String name) {
        return name.startsWith("custom:") ? name.substring("custom:".length()) : name;
    }

    private static Provider openId(Provider provider) {
        if (provider.service() instanceof Service.OpenId) {
            return provider;
        }
        throw AuthCode.OAUTH_PROVIDER_NOT_SUPPORTED.refusal(
                "Provider " + provider.name() + " gives no ID tokens");
    }

    private static String quotable(String text) {
        var shown = text == null ? "" : text.replaceAll("[^\\x21\\x23-\\x7e]", "");
        return shown.substring(0, Math.min(shown.length(), 200));
    }
}
