package dev.loam.modules.auth.external;

import dev.loam.modules.auth.external.Service.OAuth;
import dev.loam.modules.auth.external.Service.OpenId;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What we have to do with services themselves: where people are sent, what a code is worth, who
/// they are. Thread-safe; blocks while a service is asked.
final class ServiceDesk {
    private final Calls calls;
    private final Discovery discovery;
    private final IdTokens idTokens;
    private final Clock clock;

    ServiceDesk(Outbound outbound, Clock clock) {
        this.calls = new Calls(outbound, clock);
        this.discovery = new Discovery(calls, clock);
        this.idTokens = new IdTokens(new KeySets(calls, clock));
        this.clock = clock;
    }

    /// Where people are sent to.
    String authorizationUrl(
            Provider provider, String redirectUrl, Attempt attempt, String scopes,
            Map<String, String> asked) {
        var endpoint = switch (provider.service()) {
            case OpenId service -> discovery.of(service).authorization().toString();
            case OAuth service -> service.authorization();
        };
        return AuthorizationUrl.of(provider, endpoint, redirectUrl, attempt, scopes, asked);
    }

    /// Gives a code back for tokens.
    /// Sources: RFC 6749 section 4.1.3, RFC 7636 section 4.5.
    Grant exchange(Provider provider, String code, String redirectUrl, Attempt attempt) {
        var basic = switch (provider.service()) {
            case OpenId service -> discovery.of(service).basic();
            case OAuth service -> service.basic();
        };
        var proof = ClientProof.of(provider, basic, clock.now());
        var form = new LinkedHashMap<>(proof.form());
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUrl);
        if (provider.service().pkce()) {
            form.put("code_verifier", attempt.verifier());
        }
        var answer = calls.post(tokenEndpoint(provider.service()), proof.authorization() == null
                ? Headers.NONE : Headers.of("Authorization", proof.authorization()),
                Query.of(form));
        var accessToken = text(answer, "access_token");
        if (accessToken == null) {
            throw AuthCode.BAD_OAUTH_CALLBACK.refusal("Unable to exchange external code: "
                    + said(text(answer, "error")));
        }
        return new Grant(accessToken, text(answer, "refresh_token"), text(answer, "id_token"));
    }

    private URI tokenEndpoint(Service service) {
        return switch (service) {
            case OpenId openId -> discovery.of(openId).token();
            case OAuth oauth -> URI.create(oauth.token());
        };
    }

    /// Who signed in, by what the code was worth.
    Profile profile(Provider provider, Grant grant, Attempt attempt) {
        return switch (provider.service()) {
            case OpenId service -> {
                if (grant.idToken() == null) {
                    throw AuthCode.BAD_OAUTH_CALLBACK.refusal("The provider gave no ID token");
                }
                var claims = verified(provider, grant.idToken());
                if (provider.config().nonceChecked()) {
                    claims.checkOwnNonce(Attempt.nonce(attempt.state()));
                }
                claims.checkAccessToken(grant.accessToken());
                yield Profiles.ofClaims(service, completed(service, claims, grant));
            }
            case OAuth service -> Profiles.ofUserinfo(service,
                    calls.get(URI.create(service.userinfo()), grant.accessToken()),
                    service.emails() == null ? null
                            : calls.get(URI.create(service.emails()), grant.accessToken()));
        };
    }

    /// Who an ID token is about that an app got by itself. `nonce` and `accessToken` may be null.
    Profile profile(Provider provider, String idToken, String nonce, String accessToken) {
        var claims = verified(provider, idToken);
        if (provider.config().nonceChecked()) {
            claims.checkNonceOfApp(nonce);
        }
        claims.checkAccessToken(accessToken);
        return Profiles.ofClaims((OpenId) provider.service(), claims.claims());
    }

    private IdTokenClaims verified(Provider provider, String idToken) {
        var metadata = discovery.of((OpenId) provider.service());
        var claims = idTokens.verify(idToken, metadata);
        claims.check(provider, metadata, clock.now());
        return claims;
    }

    /// Many services keep the address out of the ID token. What the profile says counts only where
    /// it is of the same subject (OpenID Connect Core 1.0 section 5.3.2), and an address only along
    /// with its own mark of being verified.
    private ObjectNode completed(OpenId service, IdTokenClaims token, Grant grant) {
        var userinfo = discovery.of(service).userinfo();
        if (userinfo == null || token.text("email") != null) {
            return token.claims();
        }
        var profile = calls.get(userinfo, grant.accessToken());
        if (!(profile instanceof ObjectNode found)
                || !token.text("sub").equals(text(found, "sub"))) {
            throw AuthCode.BAD_OAUTH_CALLBACK.refusal("The provider's profile is of someone else");
        }
        var all = token.claims().deepCopy();
        all.remove("email_verified");
        all.remove("xms_edov");
        found.properties().forEach(claim -> {
            if (!all.has(claim.getKey())) {
                all.set(claim.getKey(), claim.getValue());
            }
        });
        return all;
    }

    private static String text(JsonNode answer, String name) {
        var value = answer.path(name);
        return value.isString() && !value.asString().isBlank() ? value.asString() : null;
    }

    /// A service's error code, as far as it is one.
    private static String said(String error) {
        return error != null && error.matches("[\\w.-]{1,60}") ? error : "the provider refused it";
    }
}
