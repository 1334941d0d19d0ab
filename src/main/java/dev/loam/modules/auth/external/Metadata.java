package dev.loam.modules.auth.external;

import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a service tells about itself.
///
/// `userinfo` is null where it has none; `basic` says that a client proves itself in the field
/// `Authorization`.
/// Source: OpenID Connect Discovery 1.0 section 3.
record Metadata(
        String issuer, URI authorization, URI token, URI userinfo, URI keys, boolean basic) {

    /// Reads a discovery document.
    ///
    /// @throws IllegalArgumentException where an endpoint is missing or of another kind than the
    ///     address it was found at allows: of what is found over TLS all must be
    static Metadata read(JsonNode document, URI foundAt) {
        return new Metadata(text(document, "issuer"),
                endpoint(document, "authorization_endpoint", foundAt),
                endpoint(document, "token_endpoint", foundAt),
                document.hasNonNull("userinfo_endpoint")
                        ? endpoint(document, "userinfo_endpoint", foundAt) : null,
                endpoint(document, "jwks_uri", foundAt),
                basic(document.get("token_endpoint_auth_methods_supported")));
    }

    /// `client_secret_basic` is what holds where nothing is said.
    private static boolean basic(JsonNode methods) {
        if (methods == null || !methods.isArray() || methods.isEmpty()) {
            return true;
        }
        return methods.valueStream().map(JsonNode::asString).toList()
                .contains("client_secret_basic");
    }

    private static String text(JsonNode document, String name) {
        var value = document.get(name);
        if (value == null || !value.isString() || value.asString().isBlank()) {
            throw new IllegalArgumentException("the discovery document has no " + name);
        }
        return value.asString();
    }

    private static URI endpoint(JsonNode document, String name, URI foundAt) {
        var address = URI.create(text(document, name));
        boolean allowed = List.of("https", foundAt.getScheme()).contains(address.getScheme());
        if (!allowed || address.getHost() == null) {
            throw new IllegalArgumentException(name + " of the discovery document is no address"
                    + " that may be used");
        }
        return address;
    }
}
