package dev.loam.app.config;

import dev.loam.base.config.Secret;
import java.util.List;
import java.util.Set;

/// The settings of hooks and of the services people may sign in with, one set a name.
public final class AuthServiceTable {
    static final SettingTable TABLE = new SettingTable("auth.");

    /// The table of the providers, and that of the hooks.
    public static final String PROVIDERS = "auth.external";
    public static final String HOOKS = "auth.hook";

    private static final Set<String> HOOK_NAMES = Set.of("before-user-created",
            "after-user-created", "custom-access-token", "password-verification-attempt",
            "mfa-verification-attempt", "send-email", "send-sms");

    public static final Setting<Boolean> HOOK = TABLE.named(HOOK_NAMES, "hook.*.enabled",
            Kind.TRUTH, false, "Whether the hook is asked.");
    public static final Setting<String> HOOK_URI = TABLE.named(HOOK_NAMES, "hook.*.uri",
            AuthKinds.HOOK, null,
            "`pg-functions://DATABASE/SCHEMA/FUNCTION` or an https address.");
    public static final Setting<List<Secret>> HOOK_SECRETS = TABLE.named(HOOK_NAMES,
            "hook.*.secrets", AuthKinds.SECRETS, List.of(),
            "What requests are signed with: `v1,whsec_…`, several with a bar between them.");

    public static final Setting<Boolean> PROVIDER = provider("enabled", Kind.TRUTH, false,
            "Whether people may sign in with it.");
    public static final Setting<List<String>> CLIENT_ID = provider("client-id", Kind.LIST,
            List.of(), "Our clients there; the first signs in, ID tokens may be for any.");
    public static final Setting<Secret> CLIENT_SECRET = provider("secret", Kind.SECRET, null,
            "The secret of the first; none for a public client.");
    public static final Setting<String> REDIRECT_URI = provider("redirect-uri",
            AuthKinds.WEB_ADDRESS, null,
            "Where it sends people back to; without it `/auth/v1/callback` here.");
    public static final Setting<String> PROVIDER_URL = provider("url", AuthKinds.WEB_ADDRESS,
            null, "Its issuer or base address, where it is not a well-known one.");
    public static final Setting<List<String>> SCOPES = provider("scopes", Kind.LIST, List.of(),
            "What is asked for beside the usual.");
    public static final Setting<Boolean> SKIP_NONCE = provider("skip-nonce-check", Kind.TRUTH,
            false, "Whether its ID tokens are taken without a nonce.");
    public static final Setting<Boolean> EMAIL_OPTIONAL = provider("email-optional", Kind.TRUTH,
            false, "Whether people without an email address may sign in.");

    private AuthServiceTable() {
    }

    private static <T> Setting<T> provider(
            String key, Kind<T> kind, T fallback, String meaning) {
        return TABLE.named(Set.of(), "external.*." + key, kind, fallback, meaning);
    }
}
