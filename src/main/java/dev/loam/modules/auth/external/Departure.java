package dev.loam.modules.auth.external;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import java.util.UUID;

/// Sends people to a service: `GET /authorize` to sign in, `GET /user/identities/authorize` to add
/// an identity to their account.
final class Departure {
    private final ExternalParts parts;
    private final Providers providers;
    private final ServiceDesk desk;
    private final Redirects redirects;

    Departure(ExternalParts parts, Providers providers, ServiceDesk desk) {
        this.parts = parts;
        this.providers = providers;
        this.desk = desk;
        this.redirects =
                new Redirects(parts.config().siteUrl(), parts.config().redirectUrls());
    }

    HttpResponse authorize(Ask ask) {
        parts.gate().limits().check(Limit.SIGN_IN_SIGN_UP, ask.address());
        return leave(ask, null);
    }

    HttpResponse link(Ask ask) {
        if (!parts.config().manualLinkingEnabled()) {
            throw AuthCode.MANUAL_LINKING_DISABLED.refusal();
        }
        var bearer = parts.bearers().bearer(ask);
        return leave(ask, parts.database().transact(tx -> {
            var signed = parts.bearers().signed(tx, bearer);
            AssuranceLevel.refuseUnlessReached(tx, signed);
            return signed.user().id();
        }));
    }

    private HttpResponse leave(Ask ask, UUID linkingTo) {
        var query = ask.query();
        var provider = providers.enabled(query.first("provider"));
        var pkce = Pkce.of(query.first("code_challenge"), query.first("code_challenge_method"));
        var attempt = Attempt.begin(parts.tokens());
        var url = desk.authorizationUrl(provider,
                provider.redirectUrl(parts.config().address("/callback")), attempt,
                query.first("scopes"), query.all());
        parts.database().transact(tx -> {
            Attempts.begin(tx, attempt, provider.name(), pkce,
                    redirects.settle(ask.redirectTo()), linkingTo);
            return true;
        });
        return query.truth("skip_http_redirect")
                ? Answers.json(Answers.object().put("url", url)) : Answers.redirect(302, url);
    }
}
