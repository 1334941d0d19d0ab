package dev.loam.modules.auth.server;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Refresher;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.time.Clock;
import java.util.function.UnaryOperator;

/// What the authorization server is made of.
///
/// `signer` makes a token of claims in JSON, as it does for sessions.
public record OAuthServerParts(
        AuthConfig config, AuthDatabase database, Bearers bearers, SessionIssuer sessions,
        Refresher refresher, UnaryOperator<String> signer, Limits limits, Tokens tokens,
        Clock clock) {
    String issuer() {
        var issuer = config.tokens().issuer();
        return issuer == null ? config.address("") : issuer;
    }

    /// The endpoint while the server is enabled.
    Endpoint open(Endpoint endpoint) {
        return ask -> {
            if (!config.oauthServer().enabled()) {
                throw AuthCode.FEATURE_DISABLED.refusal("OAuth server is disabled");
            }
            return endpoint.answer(ask);
        };
    }
}
