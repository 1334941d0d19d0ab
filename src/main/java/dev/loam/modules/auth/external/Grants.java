package dev.loam.modules.auth.external;

import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.external.Admission.Admitted;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.FlowStates;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.ports.web.HttpResponse;
import java.util.UUID;

/// What `POST /token` gives for a code, whichever sign-in it came from, and for an ID token that an
/// app got from a service by itself.
final class Grants {
    private static final long CODE_SECONDS = 300;

    private final ExternalParts parts;
    private final Providers providers;
    private final ServiceDesk desk;
    private final Admission admission;

    Grants(ExternalParts parts, Providers providers, ServiceDesk desk, Admission admission) {
        this.parts = parts;
        this.providers = providers;
        this.desk = desk;
        this.admission = admission;
    }

    /// `grant_type=pkce`. The code is used up whatever comes of it.
    HttpResponse pkce(Ask ask) {
        var code = ask.body().text("auth_code");
        var verifier = ask.body().text("code_verifier");
        if (code == null || code.isEmpty() || verifier == null || verifier.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal("invalid request: both auth code and code"
                    + " verifier should be non-empty");
        }
        var flow = parts.database().transact(tx -> new Found(
                FlowStates.take(tx, Hashes.sha256(code), CODE_SECONDS))).row();
        if (flow == null || flow.text("code_challenge") == null) {
            throw AuthCode.FLOW_STATE_NOT_FOUND.refusal();
        }
        if (!flow.truth("fresh")) {
            throw AuthCode.FLOW_STATE_EXPIRED.refusal();
        }
        if (!new Pkce(flow.text("code_challenge"), flow.text("code_challenge_method"))
                .proven(verifier)) {
            throw AuthCode.BAD_CODE_VERIFIER.refusal();
        }
        var issued = parts.database().transact(tx -> parts.issuer().begin(tx,
                present(tx, flow.id("user_id")), flow.text("authentication_method"),
                Origins.of(ask)));
        var json = issued.json();
        var access = SealedTokens.ACCESS.open(code, flow.text("provider_access_token"));
        var refresh = SealedTokens.REFRESH.open(code, flow.text("provider_refresh_token"));
        if (access != null) {
            json.put("provider_token", access);
        }
        if (refresh != null) {
            json.put("provider_refresh_token", refresh);
        }
        return issued.answer(json);
    }

    /// A transaction's result must not be null.
    private record Found(Row row) {
    }

    private User present(Statements tx, UUID userId) {
        var user = userId == null ? null : Users.locked(tx, userId);
        if (user == null || user.instant("deleted_at") != null) {
            throw AuthCode.FLOW_STATE_NOT_FOUND.refusal();
        }
        if (user.bannedAt(parts.clock().now())) {
            throw AuthCode.USER_BANNED.refusal(400, "User is banned");
        }
        return user;
    }

    /// `grant_type=id_token`.
    HttpResponse idToken(Ask ask) {
        var body = ask.body();
        parts.limits().check(Limit.SIGN_IN_SIGN_UP, ask.address());
        parts.captcha().check(body.within("gotrue_meta_security").text("captcha_token"),
                ask.address());
        var token = body.required("id_token");
        var provider = providers.ofIdToken(
                body.text("provider"), body.text("issuer"), body.text("client_id"));
        var profile = desk.profile(
                provider, token, body.text("nonce"), body.text("access_token"));
        provider.refuseNameless(profile);
        boolean linking = body.truth("link_identity", false);
        if (linking && !parts.config().manualLinkingEnabled()) {
            throw AuthCode.MANUAL_LINKING_DISABLED.refusal();
        }
        var bearer = linking ? parts.bearers().bearer(ask) : null;
        var origin = Origins.of(ask);
        var done = parts.database().transact(tx -> {
            var admitted = linking
                    ? new Admitted(admission.link(tx, parts.bearers().signed(tx, bearer).user()
                            .id(), provider, profile, origin), null)
                    : admission.admit(tx, provider, profile,
                            new Mailings.Wish(parts.config().siteUrl(), null), origin);
            if (admitted.letter() != null) {
                parts.sending().mayMail("confirmation", admitted.user().email());
                return new Done(admitted, null);
            }
            return new Done(admitted, parts.issuer().begin(tx, admitted.user(), "oauth", origin));
        });
        if (done.issued() == null) {
            parts.sending().mail(done.admitted().letter());
            throw AuthCode.PROVIDER_EMAIL_NEEDS_VERIFICATION.refusal();
        }
        return done.issued().answer();
    }

    /// `issued` is null where the address must be confirmed first.
    private record Done(Admitted admitted, Issued issued) {
    }
}
