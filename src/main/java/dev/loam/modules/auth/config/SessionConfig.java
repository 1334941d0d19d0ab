package dev.loam.modules.auth.config;

import java.time.Duration;

/// Sessions and their refresh tokens.
///
/// - `rotation`: whether a refresh token is used up by a refresh.
/// - `reuseWindow`: for how long after that it is still answered, with the token that followed it.
/// - `lifetimeMax`, `idleMax`: the longest a session lasts at all, and without a refresh; null for
///   no bound.
/// - `single`: whether a sign-in ends the user's other sessions.
public record SessionConfig(
        boolean rotation, Duration reuseWindow, Duration lifetimeMax, Duration idleMax,
        boolean single) {
    public static final SessionConfig DEFAULT =
            new SessionConfig(true, Duration.ofSeconds(10), null, null, false);
}
