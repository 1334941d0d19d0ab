package dev.loam.modules.realtime.socket;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.IdentityFailure.ClaimsRefused;
import dev.loam.kernel.identity.IdentityFailure.ScopeMissing;
import dev.loam.kernel.identity.IdentityFailure.TokenUndecodable;
import dev.loam.kernel.identity.Verifier;
import dev.loam.modules.realtime.wire.Json;
import dev.loam.ports.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/// Finds out who a token stands for, and until when.
///
/// Unlike a request, a socket outlives its token; so a JWT must say when it ends, and it ends then,
/// without the grace that requests have for clocks that differ.
final class Tokens {
    /// The name of the module's routes, by which the scopes of a key are told.
    static final String ROUTE = "realtime";
    private static final String OPAQUE = "sb_";
    private static final int UNAUTHORIZED = 401;

    private final Verifier verifier;
    private final Clock clock;

    Tokens(Verifier verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /// A token that counts. `endMillis` is in milliseconds since 1970, `Long.MAX_VALUE` for a key
    /// that has no end.
    record Shown(String token, Caller caller, long endMillis) {
    }

    /// May ask the database, within a bounded time, where the token is a key.
    Shown verify(String token) throws TokenProblem {
        boolean opaque = isKey(token);
        ObjectNode payload = opaque ? null : payload(token);
        Caller caller;
        try {
            caller = opaque ? verifier.verify(null, token)
                    : verifier.verify("Bearer " + token, null);
        } catch (Refusal refusal) {
            throw problem(refusal.failure(), payload);
        }
        if (!caller.mayUse(ROUTE)) {
            throw new TokenProblem("Unauthorized", new ScopeMissing(ROUTE));
        }
        return new Shown(token, caller, opaque ? Long.MAX_VALUE : end(payload, caller));
    }

    /// Whether a token is a key, which has no end of its own but can be revoked.
    static boolean isKey(String token) {
        return token.startsWith(OPAQUE);
    }

    /// Whether a key that counted still does; true where nobody knows.
    boolean counts(String key) {
        try {
            return verifier.verify(null, key).mayUse(ROUTE);
        } catch (Refusal refusal) {
            return refusal.failure().status() != UNAUTHORIZED;
        }
    }

    private long end(ObjectNode payload, Caller caller) throws TokenProblem {
        boolean hasRole = payload != null && payload.path("role").isString()
                || !caller.anonymous();
        if (payload == null || !payload.path("exp").isNumber() || !hasRole) {
            throw new TokenProblem("InvalidJWTToken",
                    "Fields `role` and `exp` are required in JWT");
        }
        long end = endMillis(payload);
        if (end <= clock.now().toEpochMilli()) {
            throw expired(payload);
        }
        return end;
    }

    private TokenProblem problem(Failure failure, ObjectNode payload) {
        return switch (failure) {
            case TokenUndecodable wrong when wrong.isUnsigned() -> new TokenProblem(
                    "JwtSignatureError", "Failed to validate JWT signature");
            case TokenUndecodable _ -> new TokenProblem(
                    "MalformedJWT", "The token provided is not a valid JWT");
            case ClaimsRefused refused when refused.isExpired() && payload != null ->
                    expired(payload);
            default -> new TokenProblem("InvalidJWTToken", failure);
        };
    }

    private TokenProblem expired(ObjectNode payload) {
        long seconds = (clock.now().toEpochMilli() - endMillis(payload)) / 1000;
        return new TokenProblem("InvalidJWTToken",
                "Token has expired " + Math.max(0, seconds) + " seconds ago");
    }

    private static long endMillis(ObjectNode payload) {
        return (long) Math.clamp(payload.path("exp").doubleValue() * 1000, 0, 0x1p61);
    }

    /// What a JWT says, whether or not it is true; null where it is none.
    private static ObjectNode payload(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            return Json.object(new String(
                    Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
