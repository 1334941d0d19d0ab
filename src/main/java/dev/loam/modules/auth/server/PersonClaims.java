package dev.loam.modules.auth.server;

import dev.loam.modules.auth.store.User;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What an application may know of a person, by its scopes.
///
/// Source: OpenID Connect Core 1.0 sections 5.1 and 5.4.
final class PersonClaims {
    private PersonClaims() {
    }

    static void write(ObjectNode claims, User user, Set<String> scopes) {
        if (scopes.contains("email") && user.email() != null) {
            claims.put("email", user.email());
            claims.put("email_verified", user.emailConfirmed());
        }
        if (scopes.contains("phone") && user.phone() != null) {
            claims.put("phone_number", "+" + user.phone());
            claims.put("phone_number_verified", user.phoneConfirmed());
        }
        if (scopes.contains("profile")) {
            var metadata = user.userMetadata();
            text(claims, "name", metadata, "full_name", "name");
            text(claims, "preferred_username", metadata, "user_name", "preferred_username");
            text(claims, "picture", metadata, "avatar_url", "picture");
            if (user.instant("updated_at") != null) {
                claims.put("updated_at", user.instant("updated_at").getEpochSecond());
            }
        }
    }

    /// The first of these that is a text.
    private static void text(
            ObjectNode claims, String claim, ObjectNode metadata, String... names) {
        for (var name : names) {
            if (metadata.path(name).isString()) {
                claims.put(claim, metadata.get(name).asString());
                return;
            }
        }
    }
}
