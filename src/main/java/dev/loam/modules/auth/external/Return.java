package dev.loam.modules.auth.external;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.external.Admission.Admitted;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Landing;
import dev.loam.modules.auth.wire.Params;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes in people whom a service sends back: `GET /callback`, and `POST /callback` from services
/// that let the browser post a form.
///
/// Whatever comes of it, people are led back to the app. The state is used up before anything else
/// is done with what came, and no transaction is open while the service is asked.
final class Return {
    private static final Logger LOG = LoggerFactory.getLogger(Return.class);
    private static final int FORM_BYTES_MAX = 65_536;

    private final ExternalParts parts;
    private final Providers providers;
    private final ServiceDesk desk;
    private final Admission admission;

    Return(ExternalParts parts, Providers providers, ServiceDesk desk, Admission admission) {
        this.parts = parts;
        this.providers = providers;
        this.desk = desk;
        this.admission = admission;
    }

    HttpResponse byQuery(Ask ask) {
        return Answers.redirect(302, landing(ask, ask.query()));
    }

    /// A browser that posted has to be told to ask with GET.
    HttpResponse byForm(Ask ask) {
        var body = ask.exchange().request().body();
        if (body.length() > FORM_BYTES_MAX) {
            throw AuthCode.REQUEST_ENTITY_TOO_LARGE.refusal();
        }
        var form = new String(body.bytes(), StandardCharsets.ISO_8859_1);
        return Answers.redirect(303, landing(ask, Params.of(form)));
    }

    private String landing(Ask ask, Params came) {
        var site = parts.config().siteUrl();
        var state = came.first("state");
        if (state == null || state.isEmpty()) {
            return Landing.refused(site, AuthCode.BAD_OAUTH_STATE.refusal(
                    "OAuth state parameter missing").failure(), false);
        }
        var begun = parts.database().transact(tx -> new Found(Attempts.take(tx, state))).begun();
        if (begun == null) {
            return Landing.refused(site, AuthCode.BAD_OAUTH_STATE.refusal(
                    "OAuth callback with invalid state").failure(), false);
        }
        boolean pkce = begun.pkce() != null;
        if (came.first("error") != null) {
            return Landing.refused(begun.redirectTo(), came.first("error"),
                    AuthCode.BAD_OAUTH_CALLBACK.code(), described(came), pkce);
        }
        try {
            return arrived(ask, came, begun, new Attempt(state, begun.verifier()));
        } catch (Refusal refusal) {
            if (refusal.failure().status() >= 500) {
                LOG.warn("Sign-in with {} failed: {}", begun.provider(),
                        refusal.failure().message());
            }
            return Landing.refused(begun.redirectTo(), refusal.failure(), pkce);
        }
    }

    /// A transaction's result must not be null.
    private record Found(Attempts.Begun begun) {
    }

    private static String described(Params came) {
        var description = came.first("error_description");
        return description == null ? "The provider did not let you sign in" : description;
    }

    private String arrived(Ask ask, Params came, Attempts.Begun begun, Attempt attempt) {
        var provider = providers.enabled(begun.provider());
        var code = came.first("code");
        if (code == null || code.isEmpty()) {
            throw AuthCode.BAD_OAUTH_CALLBACK.refusal("OAuth callback without a code");
        }
        var grant = desk.exchange(provider, code,
                provider.redirectUrl(parts.config().address("/callback")), attempt);
        var profile = Profiles.named(desk.profile(provider, grant, attempt), came.first("user"));
        provider.refuseNameless(profile);
        var landed = parts.database().transact(tx -> {
            var origin = Origins.of(ask);
            if (begun.linkingTo() != null) {
                return landed(tx, ask, begun, grant, admission.link(
                        tx, begun.linkingTo(), provider, profile, origin));
            }
            var wish = new Mailings.Wish(begun.redirectTo(), begun.pkce());
            return landed(tx, ask, begun, grant,
                    admission.admit(tx, provider, profile, wish, origin));
        });
        if (landed.mail() != null) {
            parts.sending().mail(landed.mail());
        }
        parts.sending().inform(landed.notice());
        return landed.address();
    }

    private record Landed(String address, Notice mail, Notice notice) {
    }

    private Landed landed(
            Statements tx, Ask ask, Attempts.Begun begun, Grant grant, Admitted admitted) {
        var to = begun.redirectTo();
        if (admitted.mail() != null) {
            parts.sending().mayMail("confirmation", admitted.user().email());
            Attempts.delete(tx, begun.id());
            return new Landed(Landing.refused(to,
                    AuthCode.PROVIDER_EMAIL_NEEDS_VERIFICATION.refusal().failure(),
                    begun.pkce() != null), admitted.mail(), admitted.notice());
        }
        if (begun.pkce() != null) {
            var code = parts.tokens().id();
            Attempts.issue(tx, begun.id(), admitted.user().id(), code.toString(), grant);
            return new Landed(Landing.withCode(to, code), null, admitted.notice());
        }
        Attempts.delete(tx, begun.id());
        var issued = parts.issuer().begin(tx, admitted.user(), "oauth", Origins.of(ask));
        return new Landed(
                Landing.withSession(to, session(issued, grant), null), null, admitted.notice());
    }

    private static ObjectNode session(Issued issued, Grant grant) {
        var session = issued.json().put("provider_token", grant.accessToken());
        if (grant.refreshToken() != null) {
            session.put("provider_refresh_token", grant.refreshToken());
        }
        return session;
    }
}
