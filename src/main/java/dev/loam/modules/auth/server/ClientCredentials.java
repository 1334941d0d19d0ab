package dev.loam.modules.auth.server;

import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.wire.Ask;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// By what an application shows who it is when it fetches tokens: its id, and its secret if it has
/// one, in the header or in the form.
///
/// Source: OAuth 2.1 section 2.4; RFC 6749 section 2.3.1.
record ClientCredentials(UUID id, String secret) {
    static ClientCredentials of(Ask ask, Form form) {
        var authorization = ask.header("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            if (form.text("client_secret") != null) {
                throw OAuthErrors.invalidRequest("The client's secret came in two ways");
            }
            return basic(authorization.substring(6).strip(), form.text("client_id"));
        }
        if (form.text("client_id") == null) {
            throw OAuthErrors.invalidClient();
        }
        return new ClientCredentials(id(form.text("client_id")), form.text("client_secret"));
    }

    private static ClientCredentials basic(String encoded, String idInForm) {
        try {
            var decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon >= 0) {
                var id = URLDecoder.decode(decoded.substring(0, colon), StandardCharsets.UTF_8);
                if (idInForm == null || idInForm.equals(id)) {
                    return new ClientCredentials(id(id), URLDecoder.decode(
                            decoded.substring(colon + 1), StandardCharsets.UTF_8));
                }
            }
        } catch (IllegalArgumentException _) {
            // Refused below.
        }
        throw OAuthErrors.invalidClient();
    }

    /// The application, if it is the one it says.
    Client verified(AuthDatabase database) {
        var client = id == null ? null : database.transact(tx -> Clients.byId(tx, id));
        boolean proven = client != null && (client.confidential()
                ? secret != null && client.proven(secret) : secret == null);
        if (!proven) {
            throw OAuthErrors.invalidClient();
        }
        return client;
    }

    /// Null where the text is no id.
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// It holds a secret.
    @Override
    public String toString() {
        return "ClientCredentials[" + id + "]";
    }
}
