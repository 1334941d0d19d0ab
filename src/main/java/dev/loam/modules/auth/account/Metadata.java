package dev.loam.modules.auth.account;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.wire.Answers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What accounts know beside their columns: `app_metadata`, which only the server writes, and
/// `user_metadata`, which is the user's own.
public final class Metadata {
    /// All that users say of themselves is in each of their access tokens, which a request's head
    /// has to have room for, and [dev.loam.kernel.identity.TokenVerifier] takes.
    private static final int OWN_BYTES_MAX = 8 << 10;

    private Metadata() {
    }

    /// What a user said of themselves, with what they say now. It may always become less.
    public static ObjectNode own(ObjectNode before, ObjectNode over) {
        var merged = merged(before, over);
        if (bytes(merged) > Math.max(OWN_BYTES_MAX, bytes(before))) {
            throw AuthCode.VALIDATION_FAILED.refusal("user_metadata may have " + OWN_BYTES_MAX
                    + " bytes as JSON, since every access token holds it");
        }
        return merged;
    }

    private static int bytes(ObjectNode metadata) {
        return metadata.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /// Members over others; a null takes a member away. Neither argument is changed.
    public static ObjectNode merged(ObjectNode before, ObjectNode over) {
        var merged = before.deepCopy();
        if (over != null) {
            over.properties().forEach(member -> {
                if (member.getValue().isNull()) {
                    merged.remove(member.getKey());
                } else {
                    merged.set(member.getKey(), member.getValue());
                }
            });
        }
        return merged;
    }

    /// The metadata of an account whose only way in is that provider.
    public static ObjectNode ofProvider(String provider) {
        return withProviders(Answers.object(), List.of(provider));
    }

    /// `provider` names the first way in, `providers` all of them.
    public static ObjectNode withProviders(ObjectNode before, List<String> providers) {
        var after = before.deepCopy();
        if (providers.isEmpty()) {
            after.remove("provider");
            after.remove("providers");
            return after;
        }
        if (!providers.contains(after.path("provider").asString(""))) {
            after.put("provider", providers.getFirst());
        }
        var array = after.putArray("providers");
        new ArrayList<>(providers).stream().distinct().forEach(array::add);
        return after;
    }
}
