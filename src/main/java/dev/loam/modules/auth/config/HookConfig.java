package dev.loam.modules.auth.config;

import dev.loam.base.config.Secret;
import java.util.List;
import java.util.Map;

/// What is asked before something is done, by the name of the hook: `before_user_created`,
/// `after_user_created`, `custom_access_token`, `password_verification_attempt`,
/// `mfa_verification_attempt`, `send_email`, `send_sms`.
public record HookConfig(Map<String, Hook> hooks) {
    public static final HookConfig NONE = new HookConfig(Map.of());

    public HookConfig {
        hooks = Map.copyOf(hooks);
    }

    /// `uri` is `pg-functions://DATABASE/SCHEMA/FUNCTION` or an `https` address (`http` for this
    /// machine); `secrets` are those of Standard Webhooks (`v1,whsec_…`), any of which may sign.
    public record Hook(String uri, List<Secret> secrets) {
        public Hook {
            secrets = List.copyOf(secrets);
        }
    }
}
