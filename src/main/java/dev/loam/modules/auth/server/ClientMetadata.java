package dev.loam.modules.auth.server;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.wire.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/// What an application says of itself, checked; null is what it does not say.
///
/// Source: RFC 7591 section 2.
record ClientMetadata(
        String name, String uri, String logoUri, List<String> redirectUris,
        List<String> grantTypes, String authMethod) {
    private static final int NAME_CHARS_MAX = 1024;
    private static final int URI_CHARS_MAX = 2048;
    private static final Set<String> GRANT_TYPES = Set.of("authorization_code", "refresh_token");
    private static final Set<String> AUTH_METHODS =
            Set.of("client_secret_basic", "client_secret_post", "none");

    static ClientMetadata of(Fields fields) {
        var responseTypes = fields.texts("response_types");
        if (responseTypes != null && !responseTypes.equals(List.of("code"))) {
            throw invalid("response_types may only be code");
        }
        return new ClientMetadata(name(fields.text("client_name")), web(fields, "client_uri"),
                web(fields, "logo_uri"), redirectUris(fields.texts("redirect_uris")),
                grantTypes(fields.texts("grant_types")), authMethod(fields));
    }

    /// Of a new client, which must say where it has people led back to.
    ClientMetadata complete() {
        if (redirectUris == null) {
            throw invalidRedirect("redirect_uris is required");
        }
        return new ClientMetadata(name, uri, logoUri, redirectUris,
                grantTypes == null ? List.of("authorization_code", "refresh_token") : grantTypes,
                authMethod == null ? "client_secret_basic" : authMethod);
    }

    boolean confidential() {
        return !"none".equals(authMethod);
    }

    private static String name(String name) {
        if (name != null && name.length() > NAME_CHARS_MAX) {
            throw invalid("client_name may have " + NAME_CHARS_MAX + " characters");
        }
        return name;
    }

    /// Pages that ask for consent show it, so it must be one of the web's.
    private static String web(Fields fields, String name) {
        var address = fields.text(name);
        if (address == null) {
            return null;
        }
        try {
            var uri = new URI(address);
            if (address.length() <= URI_CHARS_MAX && uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException _) {
            // Refused below.
        }
        throw invalid(name + " must be an http or https address");
    }

    private static List<String> redirectUris(List<String> addresses) {
        if (addresses == null) {
            return null;
        }
        if (addresses.isEmpty() || addresses.size() > RedirectUris.COUNT_MAX) {
            throw invalidRedirect(
                    "redirect_uris must have 1 to " + RedirectUris.COUNT_MAX + " addresses");
        }
        for (var address : addresses) {
            if (!RedirectUris.registrable(address)) {
                throw invalidRedirect("Each of redirect_uris must be https, http on loopback, or"
                        + " of an application's own scheme, without fragment, user and comma");
            }
        }
        return addresses;
    }

    private static List<String> grantTypes(List<String> types) {
        if (types != null
                && !(GRANT_TYPES.containsAll(types) && types.contains("authorization_code"))) {
            throw invalid("grant_types may be authorization_code, and refresh_token with it");
        }
        return types == null ? null : types.stream().distinct().toList();
    }

    private static String authMethod(Fields fields) {
        var method = fields.text("token_endpoint_auth_method");
        var type = fields.text("client_type");
        if (method == null && type != null) {
            method = type.equals("public") ? "none" : "client_secret_basic";
        }
        if (method != null && !AUTH_METHODS.contains(method)
                || type != null && !type.equals(method.equals("none") ? "public"
                        : "confidential")) {
            throw invalid("token_endpoint_auth_method is client_secret_basic or"
                    + " client_secret_post for a confidential client, none for a public one");
        }
        return method;
    }

    private static Refusal invalid(String description) {
        return OAuthErrors.refusal("invalid_client_metadata", description);
    }

    private static Refusal invalidRedirect(String description) {
        return OAuthErrors.refusal("invalid_redirect_uri", description);
    }
}
