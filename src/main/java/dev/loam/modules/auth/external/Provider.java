package dev.loam.modules.auth.external;

import dev.loam.modules.auth.config.ProviderConfig;
import dev.loam.modules.auth.failure.AuthCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A service that people may sign in with here, and our settings for it.
record Provider(String name, ProviderConfig config, Service service) {
    private static final String GOOGLE = "https://accounts.google.com";

    /// Ours for sign-in by redirect.
    String clientId() {
        return config.clientIds().getFirst();
    }

    /// The service's own scopes, those of the settings and those asked for, each once.
    String scopes(List<String> asked) {
        Set<String> all = new LinkedHashSet<>(service.scopes());
        all.addAll(config.scopes());
        all.addAll(asked);
        return String.join(" ", all);
    }

    /// Where it sends people back to.
    String redirectUrl(String usual) {
        return config.redirectUrl() == null || config.redirectUrl().isBlank()
                ? usual : config.redirectUrl();
    }

    /// Refuses people without an address where the settings ask for one.
    void refuseNameless(Profile profile) {
        if (profile.email() == null && !config.emailOptional()) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Error getting user email from external provider");
        }
    }

    /// Whether an issuer that an app names is this one.
    boolean issues(String issuer) {
        return service.issuer().equals(issuer)
                || service.issuer().equals(GOOGLE) && GOOGLE.endsWith("://" + issuer);
    }
}
