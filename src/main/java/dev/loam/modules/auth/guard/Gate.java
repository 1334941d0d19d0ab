package dev.loam.modules.auth.guard;

import dev.loam.modules.auth.wire.Ask;

/// What everybody passes who has no session yet: a limit of their address, and where the project
/// asks for it the proof that a person asks.
public record Gate(Limits limits, Captcha captcha) {
    public void pass(Limit limit, Ask ask) {
        limits.check(limit, ask.address());
        captcha.check(ask.body().within("gotrue_meta_security").text("captcha_token"),
                ask.address());
    }
}
