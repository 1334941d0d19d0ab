package dev.loam.modules.auth.server;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.modules.auth.wire.Endpoint;

/// Refusals in the words of OAuth.
/// Source: RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 7591 section 3.2.2.
final class OAuthErrors {
    private OAuthErrors() {
    }

    static Refusal refusal(String error, String description) {
        return new Refusal(new AuthFailure.OAuth(error, 400, description));
    }

    static Refusal invalidRequest(String description) {
        return refusal("invalid_request", description);
    }

    static Refusal invalidGrant(String description) {
        return refusal("invalid_grant", description);
    }

    static Refusal invalidClient() {
        return new Refusal(new AuthFailure.OAuth(
                "invalid_client", 401, "Unknown client, or it did not prove who it is"));
    }

    static Refusal invalidToken(String description) {
        return new Refusal(new AuthFailure.OAuth("invalid_token", 401, description));
    }

    /// The same endpoint, whose other refusals of a client's mistakes say `invalid_request`.
    static Endpoint worded(Endpoint endpoint) {
        return ask -> {
            try {
                return endpoint.answer(ask);
            } catch (Refusal refusal) {
                if (refusal.failure() instanceof AuthFailure.Refused refused
                        && (refused.status() == 400 || refused.status() == 413)) {
                    throw invalidRequest(refused.message());
                }
                throw refusal;
            }
        };
    }
}
