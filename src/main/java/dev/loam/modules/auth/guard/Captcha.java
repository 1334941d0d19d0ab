package dev.loam.modules.auth.guard;

/// Proof that a person asks and no program.
///
/// Blocks for a bounded time.
@FunctionalInterface
public interface Captcha {
    /// Asks for no proof.
    Captcha NONE = (token, address) -> { };

    /// Refuses with status 400 and code `captcha_failed` unless the token, which may be null, is a
    /// proof that the service confirms. It comes as `gotrue_meta_security.captcha_token`.
    void check(String token, String address);
}
