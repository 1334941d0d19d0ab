package dev.loam.modules.auth.session;

import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Whom the token of a request names: its claims, verified, but not yet compared with the database.
public record Bearer(ObjectNode claims) {
    public String role() {
        return claims.path("role").asString("");
    }

    /// The session's level of assurance.
    public String aal() {
        return claims.path("aal").asString("aal1");
    }

    /// Null where the token is of no session.
    public UUID sessionId() {
        return id("session_id");
    }

    /// Null where the token is nobody's, as an API key is.
    public UUID userId() {
        return id("sub");
    }

    private UUID id(String claim) {
        try {
            var text = claims.path(claim).asString("");
            return text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException bad) {
            return null;
        }
    }
}
