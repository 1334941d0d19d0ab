package dev.loam.modules.auth.session;

import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// A session's tokens, as they are handed out once.
public record Issued(
        String accessToken, String refreshToken, UUID sessionId, long lifetimeSeconds,
        Instant expiresAt, User user, ObjectNode userJson) {
    /// The session as the API shows it.
    public ObjectNode json() {
        var json = Answers.object();
        json.put("access_token", accessToken);
        json.put("token_type", "bearer");
        json.put("expires_in", lifetimeSeconds);
        json.put("expires_at", expiresAt.getEpochSecond());
        json.put("refresh_token", refreshToken);
        json.set("user", userJson);
        return json;
    }

    public HttpResponse answer() {
        return answer(json());
    }

    /// The session with what was added to its JSON.
    public HttpResponse answer(ObjectNode json) {
        return Answers.json(200, json, Headers.of(
                "sb-auth-user-id", user.id().toString(),
                "sb-auth-session-id", sessionId.toString()));
    }

    /// It holds tokens.
    @Override
    public String toString() {
        return "Issued[" + sessionId + "]";
    }
}
