package dev.loam.kernel.identity;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.IdentityFailure.ClaimsRefused;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;

/// The claims of a verified token: their exact text, and the same as a tree.
record Claims(String json, JsonNode tree) {
    static Claims parse(String json) {
        JsonNode tree;
        try {
            tree = StrictJson.MAPPER.readTree(json);
        } catch (JacksonException bad) {
            throw new Refusal(new ClaimsRefused(ClaimsRefused.NOT_PARSED,
                    "The payload is not JSON, has a name twice, or is nested too deeply."));
        }
        if (!tree.isObject()) {
            throw new Refusal(new ClaimsRefused(
                    ClaimsRefused.NOT_PARSED, "The payload is not a JSON object."));
        }
        return new Claims(json, tree);
    }

    /// The user's id, null where the claims name none.
    String subject() {
        JsonNode subject = tree.path("sub");
        return subject.isString() ? subject.asString() : null;
    }

    /// Refuses claims that do not hold at this time or for this audience (null: any).
    ///
    /// Source: RFC 7519 section 4.1; PostgREST documentation, "JWT Claims Validation", also for a
    /// missing, null or empty `aud` being meant for all.
    void check(Instant now, Duration skew, Audience audience) {
        long skewMillis = skew.toMillis();
        long nowMillis = now.toEpochMilli();
        if (expired(expiryMillis(), nowMillis, skewMillis)) {
            throw refusal(ClaimsRefused.EXPIRED);
        }
        if (millis("nbf", Long.MIN_VALUE) > nowMillis + skewMillis) {
            throw refusal("JWT not yet valid");
        }
        if (millis("iat", Long.MIN_VALUE) > nowMillis + skewMillis) {
            throw refusal("JWT issued at future");
        }
        if (!meantFor(audience)) {
            throw refusal("JWT not in audience");
        }
    }

    /// When the token ends, in milliseconds since 1970; `Long.MAX_VALUE` when never.
    long expiryMillis() {
        return millis("exp", Long.MAX_VALUE);
    }

    static boolean expired(long expiryMillis, long nowMillis, long skewMillis) {
        return nowMillis - skewMillis > expiryMillis;
    }

    static Refusal refusal(String message) {
        return new Refusal(new ClaimsRefused(message));
    }

    /// The text for `request.jwt.claims`: the payload as it was signed, save that its `role` is the
    /// role that was found, as PostgREST has it. The payload is cut and not written anew, so that
    /// the database sees every number as the issuer wrote it.
    String withRole(String role) {
        var named = tree.get("role");
        if (named != null && named.isString() && named.asString().equals(role)) {
            return json;
        }
        var quoted = '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(role)) + '"';
        if (named != null) {
            return withRoleReplaced(quoted);
        }
        int inside = json.indexOf('{') + 1;
        return json.substring(0, inside) + "\"role\":" + quoted + (tree.isEmpty() ? "" : ",")
                + json.substring(inside);
    }

    /// The claims of someone of whom nothing but the role is known.
    static String ofRole(String role) {
        return new Claims("{}", StrictJson.MAPPER.createObjectNode()).withRole(role);
    }

    private String withRoleReplaced(String quoted) {
        try (JsonParser parser = StrictJson.MAPPER.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean here = parser.currentName().equals("role");
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                if (here) {
                    int end = (int) parser.currentLocation().getCharOffset();
                    return json.substring(0, start) + quoted + json.substring(end);
                }
            }
        }
        throw new IllegalStateException("the claims lost their role between two readings");
    }

    private long millis(String name, long absent) {
        var value = tree.get(name);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isNumber()) {
            throw refusal("The JWT '" + name + "' claim must be a number");
        }
        // A double is exact for every date that matters, and takes 1e400000000 as infinite without
        // ever writing it out.
        return (long) Math.clamp(value.doubleValue() * 1000, -0x1p61, 0x1p61);
    }

    private boolean meantFor(Audience audience) {
        var claimed = tree.get("aud");
        if (claimed == null || claimed.isNull()) {
            return true;
        }
        boolean texts = claimed.isString()
                || claimed.isArray() && claimed.valueStream().allMatch(JsonNode::isString);
        if (!texts) {
            throw refusal("The JWT 'aud' claim must be a string or an array of strings");
        }
        if (audience == null) {
            return true;
        }
        return claimed.isString() ? audience.includes(claimed.asString())
                : claimed.isEmpty() || claimed.valueStream()
                        .anyMatch(one -> audience.includes(one.asString()));
    }
}
