package dev.loam.modules.auth.hook;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The claims that a hook may change and may not leave out.
///
/// Source: Supabase documentation, "Custom Access Token Hook", on required claims.
final class RequiredClaims {
    private static final Map<String, Predicate<JsonNode>> TYPES = new TreeMap<>(Map.of(
            "aud", claim -> claim.isString() || claim.isArray(),
            "exp", JsonNode::isIntegralNumber,
            "iat", JsonNode::isIntegralNumber,
            "sub", JsonNode::isString,
            "email", JsonNode::isString,
            "phone", JsonNode::isString,
            "role", JsonNode::isString,
            "aal", JsonNode::isString,
            "session_id", JsonNode::isString,
            "is_anonymous", JsonNode::isBoolean));

    private RequiredClaims() {
    }

    static ObjectNode check(JsonNode claims) {
        if (!(claims instanceof ObjectNode object)) {
            throw refusal("claims is required");
        }
        TYPES.forEach((name, type) -> {
            var claim = object.get(name);
            if (claim == null) {
                throw refusal(name + " is required");
            }
            if (!type.test(claim)) {
                throw refusal(name + " has the wrong type");
            }
        });
        return object;
    }

    private static Refusal refusal(String why) {
        return AuthCode.UNEXPECTED_FAILURE.refusal(
                "output claims do not conform to the expected schema: " + why);
    }
}
