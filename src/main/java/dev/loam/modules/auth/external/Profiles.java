package dev.loam.modules.auth.external;

import dev.loam.modules.auth.external.Service.Dialect;
import dev.loam.modules.auth.external.Service.OAuth;
import dev.loam.modules.auth.external.Service.OpenId;
import dev.loam.modules.auth.failure.AuthCode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Brings what services tell of people into one form. Pure.
///
/// The claims have the standard names of OpenID Connect and beside them those that apps came to
/// know: `full_name`, `avatar_url`, `user_name`, `provider_id`. Claims of an ID token that are
/// neither standard nor about the token itself are kept under `custom_claims`.
final class Profiles {
    private static final int EMAIL_CHARS_MAX = 255;
    private static final int NAME_CHARS_MAX = 200;
    private static final int CUSTOM_CHARS_MAX = 8_192;
    private static final List<String> STANDARD = List.of("name", "family_name", "given_name",
            "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
            "gender", "birthdate", "zoneinfo", "locale", "updated_at");
    private static final Set<String> OF_THE_TOKEN = Set.of("iss", "sub", "aud", "exp", "iat", "nbf",
            "jti", "nonce", "nonce_supported", "at_hash", "c_hash", "s_hash", "azp", "auth_time",
            "acr", "amr", "sid", "typ", "session_state", "rh", "uti", "aio", "ver", "email",
            "email_verified", "phone_number", "phone_number_verified", "xms_edov");

    private Profiles() {
    }

    /// Someone whom an ID token, or a profile of the same subject, describes.
    static Profile ofClaims(OpenId service, ObjectNode claims) {
        var data = JsonNodeFactory.instance.objectNode();
        data.put("iss", text(claims.path("iss")));
        STANDARD.forEach(name -> {
            if (claims.hasNonNull(name) && claims.get(name).isValueNode()) {
                data.set(name, claims.get(name));
            }
        });
        alias(data, "name", "full_name");
        alias(data, "picture", "avatar_url");
        var custom = custom(claims);
        if (!custom.isEmpty() && custom.toString().length() <= CUSTOM_CHARS_MAX) {
            data.set("custom_claims", custom);
        }
        boolean verified = truthy(claims.path(
                service.dialect() == Dialect.AZURE ? "xms_edov" : "email_verified"));
        return profile(text(claims.path("sub")), text(claims.path("email")), verified, data);
    }

    /// Someone whose profile was fetched, and their addresses where these are listed apart.
    static Profile ofUserinfo(OAuth service, JsonNode userinfo, JsonNode emails) {
        var mapping = service.mapping();
        var data = JsonNodeFactory.instance.objectNode();
        data.put("iss", service.issuer());
        put(data, text(at(userinfo, mapping.name())), "name", "full_name");
        put(data, text(at(userinfo, mapping.userName())), "user_name", "preferred_username");
        if (!data.has("name")) {
            alias(data, "user_name", "name");
        }
        put(data, avatar(service, userinfo), "avatar_url", "picture");
        var subject = text(at(userinfo, mapping.subject()));
        if (emails == null) {
            return profile(subject, text(at(userinfo, mapping.email())),
                    truthy(at(userinfo, mapping.verified())), data);
        }
        var best = best(emails);
        return profile(subject, text(best.path("email")), verified(best), data);
    }

    /// With the name that Apple sends beside its answer, once and unsigned: it counts for nothing
    /// but a name, and only where there is none. `user` may be null.
    static Profile named(Profile profile, String user) {
        if (user == null || profile.claims().has("name")) {
            return profile;
        }
        try {
            var name = Calls.JSON.readTree(user).path("name");
            var whole = Stream.of(name.path("firstName"), name.path("lastName"))
                    .map(Profiles::text).filter(Objects::nonNull)
                    .collect(Collectors.joining(" "));
            if (!whole.isEmpty() && whole.length() <= NAME_CHARS_MAX) {
                put(profile.claims(), whole, "name", "full_name");
            }
        } catch (JacksonException malformed) {
            // Then there is no name.
        }
        return profile;
    }

    /// Of several addresses the primary one where it is verified, else any that is, else the
    /// primary one.
    private static JsonNode best(JsonNode emails) {
        var listed = emails.isArray() ? emails : emails.path("values");
        JsonNode best = JsonNodeFactory.instance.objectNode();
        int rank = -1;
        for (var one : listed) {
            boolean primary = truthy(one.path("primary")) || truthy(one.path("is_primary"));
            int worth = (verified(one) ? 2 : 0) + (primary ? 1 : 0);
            if (worth > rank) {
                best = one;
                rank = worth;
            }
        }
        return best;
    }

    private static boolean verified(JsonNode email) {
        return truthy(email.path("verified")) || truthy(email.path("is_confirmed"));
    }

    private static Profile profile(
            String subject, String email, boolean verified, ObjectNode data) {
        if (subject == null) {
            throw AuthCode.BAD_OAUTH_CALLBACK.refusal("The provider does not say who signed in");
        }
        var address = address(email);
        boolean proven = address != null && verified;
        data.put("sub", subject).put("provider_id", subject);
        if (address != null) {
            data.put("email", address);
        }
        data.put("email_verified", proven).put("phone_verified", false);
        return new Profile(subject, address, proven, data);
    }

    /// In lower case; null for what cannot be an address.
    private static String address(String email) {
        var address = email == null ? "" : email.strip().toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        boolean plausible = at > 0 && at < address.length() - 1
                && address.length() <= EMAIL_CHARS_MAX
                && address.chars().allMatch(c -> c > ' ' && c != 0x7f);
        return plausible ? address : null;
    }

    /// Discord gives the name of a picture alone.
    private static String avatar(OAuth service, JsonNode userinfo) {
        if (!service.issuer().equals("https://discord.com/api")) {
            return text(at(userinfo, service.mapping().avatar()));
        }
        var id = text(userinfo.path("id"));
        var avatar = text(userinfo.path("avatar"));
        if (avatar == null || id == null) {
            return null;
        }
        return "https://cdn.discordapp.com/avatars/" + id + "/" + avatar
                + (avatar.startsWith("a_") ? ".gif" : ".png");
    }

    private static ObjectNode custom(ObjectNode claims) {
        var custom = JsonNodeFactory.instance.objectNode();
        claims.properties().forEach(claim -> {
            if (!OF_THE_TOKEN.contains(claim.getKey()) && !STANDARD.contains(claim.getKey())) {
                custom.set(claim.getKey(), claim.getValue());
            }
        });
        return custom;
    }

    private static void put(ObjectNode data, String value, String name, String otherName) {
        if (value != null) {
            data.put(name, value).put(otherName, value);
        }
    }

    private static void alias(ObjectNode data, String name, String otherName) {
        if (data.has(name)) {
            data.set(otherName, data.get(name));
        }
    }

    private static JsonNode at(JsonNode node, String pointer) {
        return pointer == null ? JsonNodeFactory.instance.missingNode() : node.at(pointer);
    }

    /// The text of a scalar, null for anything else and for blank ones. PostgreSQL holds no NUL.
    private static String text(JsonNode value) {
        if (!value.isString() && !value.isNumber()) {
            return null;
        }
        var text = value.asString().replace("\0", "");
        return text.isBlank() ? null : text;
    }

    private static boolean truthy(JsonNode value) {
        var text = value.isValueNode() && !value.isNull() ? value.asString("") : "";
        return !text.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }
}
