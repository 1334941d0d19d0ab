package dev.loam.modules.auth.config;

import dev.loam.base.config.Secret;

/// Proof that a person asks: `provider` is `hcaptcha` or `turnstile`, null for none.
public record CaptchaConfig(String provider, Secret secret) {
    public static final CaptchaConfig NONE = new CaptchaConfig(null, null);
}
