package dev.loam.modules.auth.config;

import dev.loam.base.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Settings of the auth module.
///
/// - `prefix`: the path it is served under.
/// - `databaseRole`: the role to act as in the database, null where the connections are of the role
///   that owns its tables.
/// - `secret`: the project's own; keys for what is kept hashed are made of it.
/// - `externalUrl`: where clients reach the process, without the prefix and without a slash at its
///   end; links in mails and the issuer of tokens begin with it.
/// - `siteUrl`: where people land when nothing else is asked for and allowed.
/// - `redirectUrls`: where else they may land: addresses with `*` (not past `.` or `/`), `**` (past
///   anything) and `?`.
/// - `development`: whether conveniences hold that no real service should have: the mailbox, and
///   limits a hundred times as high.
/// - `signupEnabled`, `anonymousEnabled`, `manualLinkingEnabled`: whether people may sign up by
///   themselves, without giving a name, and link identities to their account by themselves.
/// - `providers`: those that people may sign in with, by their names (`google`, `keycloak`, …).
public record AuthConfig(
        String prefix, String databaseRole, Secret secret, URI externalUrl, String siteUrl,
        List<String> redirectUrls,
        boolean development, boolean signupEnabled, boolean anonymousEnabled,
        boolean manualLinkingEnabled, TokenConfig tokens, SessionConfig sessions,
        PasswordConfig passwords, EmailConfig email, PhoneConfig phone, FactorConfig factors,
        PasskeyConfig passkeys, Map<String, ProviderConfig> providers, LimitConfig limits,
        CaptchaConfig captcha, HookConfig hooks, OAuthServerConfig oauthServer) {
    public static final String PREFIX = "/auth/v1";

    public AuthConfig {
        redirectUrls = List.copyOf(redirectUrls);
        providers = Map.copyOf(providers);
    }

    /// What holds on a developer's machine when nothing is configured.
    public static AuthConfig development(URI externalUrl, Secret secret) {
        return new AuthConfig(PREFIX, null, secret, externalUrl, "http://127.0.0.1:3000",
                List.of(), true, true, true, false, TokenConfig.DEFAULT,
                SessionConfig.DEFAULT, PasswordConfig.DEFAULT,
                EmailConfig.DEFAULT, PhoneConfig.DEFAULT, FactorConfig.DEFAULT,
                PasskeyConfig.DEFAULT, Map.of(), LimitConfig.DEFAULT.times(100),
                CaptchaConfig.NONE, HookConfig.NONE, OAuthServerConfig.DEFAULT);
    }

    /// The address of a path of this module, such as `/verify`.
    public String address(String path) {
        return externalUrl + prefix + path;
    }
}
