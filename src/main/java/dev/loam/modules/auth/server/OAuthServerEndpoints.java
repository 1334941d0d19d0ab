package dev.loam.modules.auth.server;

import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Endpoints;
import java.util.List;

/// The authorization server's endpoints.
///
/// Those of [#OAUTH_PATHS] word their refusals as OAuth does, and so are routes of their own; the
/// others speak as the rest of the auth API. The documents of [#wellKnown] are found at the root of
/// the host too, where clients look that know the issuer alone.
public final class OAuthServerEndpoints {
    /// Paths below the module's prefix.
    public static final List<String> OAUTH_PATHS = List.of(
            "/oauth/authorize", "/oauth/clients", "/oauth/token", "/oauth/userinfo");

    private final OAuthServerParts parts;
    private final IdTokens idTokens;
    private final ServerMetadata metadata;

    public OAuthServerEndpoints(OAuthServerParts parts) {
        this.parts = parts;
        this.idTokens = new IdTokens(parts);
        this.metadata = new ServerMetadata(parts, idTokens);
    }

    /// Paths below the module's prefix.
    public void addTo(Endpoints.Builder endpoints) {
        var userInfo = worded(new UserInfo(parts));
        endpoints.on("POST", "/oauth/clients/register", worded(new RegisterClient(parts)))
                .on("GET", "/oauth/authorize", worded(new Authorize(parts, idTokens)))
                .on("POST", "/oauth/token", worded(new IssueTokens(parts, idTokens)))
                .on("GET", "/oauth/userinfo", userInfo)
                .on("POST", "/oauth/userinfo", userInfo);
        new Consenting(parts).addTo(endpoints);
        new Grants(parts).addTo(endpoints);
        new AdminClients(parts).addTo(endpoints);
        documents(endpoints, "/.well-known", "");
    }

    /// Those below `/.well-known` at the root of the host, for a route of that prefix.
    public Endpoints wellKnown() {
        var endpoints = Endpoints.builder();
        documents(endpoints, "", "");
        documents(endpoints, "", parts.config().prefix());
        return endpoints.build();
    }

    private void documents(Endpoints.Builder endpoints, String before, String behind) {
        endpoints.on("GET", before + "/openid-configuration" + behind, metadata::openid)
                .on("GET", before + "/oauth-authorization-server" + behind,
                        parts.open(metadata::oauth));
    }

    private Endpoint worded(Endpoint endpoint) {
        return OAuthErrors.worded(parts.open(endpoint));
    }
}
