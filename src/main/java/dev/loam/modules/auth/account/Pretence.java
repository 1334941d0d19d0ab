package dev.loam.modules.auth.account;

import dev.loam.modules.auth.wire.Answers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a sign-up shows of an account that is not, or not yet, of whoever asks.
final class Pretence {
    private static final List<String> PROFILE =
            List.of("sub", "email", "phone", "email_verified", "phone_verified");

    private Pretence() {
    }

    /// An account that was undone, as if it were there under the address that is taken. That it has
    /// no identities is how clients are told.
    static ObjectNode shown(ObjectNode undone, NewAccount asked) {
        var shown = undone.deepCopy();
        address(shown, asked);
        address((ObjectNode) shown.get("user_metadata"), asked);
        shown.putArray("identities");
        return shown;
    }

    private static void address(ObjectNode object, NewAccount asked) {
        if (asked.email() != null) {
            object.put("email", asked.email());
        } else {
            object.put("phone", asked.phone());
        }
    }

    /// An account that nobody has confirmed, for somebody who may be another than who made it:
    /// without what the first one said of themselves.
    static ObjectNode unconfirmed(ObjectNode user, ObjectNode data) {
        var shown = user.deepCopy();
        shown.set("user_metadata", Metadata.merged(profile(user.path("user_metadata")), data));
        shown.path("identities").forEach(identity -> ((ObjectNode) identity).set("identity_data",
                profile(identity.path("identity_data"))));
        return shown;
    }

    private static ObjectNode profile(JsonNode metadata) {
        var profile = Answers.object();
        for (var name : PROFILE) {
            if (metadata.has(name)) {
                profile.set(name, metadata.get(name));
            }
        }
        return profile;
    }
}
