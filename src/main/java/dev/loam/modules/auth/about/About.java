package dev.loam.modules.auth.about;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// What this installation is: `GET /health`, `/settings` and `/.well-known/jwks.json`; and what it
/// is not: single sign-on by SAML.
public final class About {
    private static final int KEYS_SECONDS_MAX = 600;
    /// Providers that clients look for by name, whether or not they are on.
    private static final List<String> PROVIDERS = List.of("apple", "azure", "bitbucket", "discord",
            "facebook", "figma", "fly", "github", "gitlab", "google", "kakao", "keycloak",
            "linkedin_oidc", "notion", "slack_oidc", "snapchat", "spotify", "twitch", "twitter",
            "workos", "x", "zoom");

    private final AuthConfig config;
    private final Supplier<String> jwks;

    /// `jwks` gives the public keys, as a JSON text.
    public About(AuthConfig config, Supplier<String> jwks) {
        this.config = config;
        this.jwks = jwks;
    }

    public void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/health", this::health)
                .on("GET", "/settings", this::settings)
                .on("GET", "/.well-known/jwks.json", this::keys);
    }

    private HttpResponse health(Ask ask) {
        return Answers.json(Answers.object().put("version", "loam").put("name", "GoTrue")
                .put("description", "Loam's auth API, which speaks GoTrue's protocol"));
    }

    /// Source: Supabase Auth's API reference, "settings".
    private HttpResponse settings(Ask ask) {
        var json = Answers.object();
        json.set("external", external());
        json.put("disable_signup", !config.signupEnabled());
        json.put("mailer_autoconfirm", config.email().autoconfirm());
        json.put("phone_autoconfirm", config.phone().autoconfirm());
        json.put("sms_provider", "webhook");
        json.put("saml_enabled", false);
        json.put("passkeys_enabled", config.passkeys().enabled());
        json.put("mfa_enabled", config.factors().totp().verify()
                || config.factors().phone().verify() || config.factors().webauthn().verify());
        return Answers.json(json);
    }

    private ObjectNode external() {
        var external = Answers.object();
        external.put("anonymous_users", config.anonymousEnabled());
        PROVIDERS.forEach(name -> external.put(name, false));
        config.providers().forEach((name, provider) -> external.put(name, provider.enabled()));
        external.put("email", config.email().enabled());
        external.put("phone", config.phone().enabled());
        external.put("web3", false);
        external.put("saml", false);
        return external;
    }

    private HttpResponse keys(Ask ask) {
        return Answers.cached(Answers.JSON.readTree(jwks.get()), KEYS_SECONDS_MAX);
    }
}
