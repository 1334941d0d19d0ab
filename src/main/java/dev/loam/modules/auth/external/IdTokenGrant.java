package dev.loam.modules.auth.external;

import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.external.Admission.Admitted;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearer;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.web.HttpResponse;
import java.util.UUID;

/// `POST /token?grant_type=id_token`: a session for an ID token that an app got from a service by
/// itself.
final class IdTokenGrant {
    private final ExternalParts parts;
    private final Providers providers;
    private final ServiceDesk desk;
    private final Admission admission;

    IdTokenGrant(ExternalParts parts, Providers providers, ServiceDesk desk, Admission admission) {
        this.parts = parts;
        this.providers = providers;
        this.desk = desk;
        this.admission = admission;
    }

    HttpResponse answer(Ask ask) {
        var body = ask.body();
        parts.gate().pass(Limit.SIGN_IN_SIGN_UP, ask);
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
                    ? admission.link(tx, linker(tx, bearer), provider, profile, origin)
                    : admission.admit(tx, provider, profile,
                            new Mailings.Wish(parts.config().siteUrl(), null), origin);
            if (admitted.mail() != null) {
                parts.sending().mayMail("confirmation", admitted.user().email());
                return new Done(admitted, null);
            }
            return new Done(admitted, parts.issuer().begin(tx, admitted.user(), "oauth", origin));
        });
        parts.sending().inform(done.admitted().notice());
        if (done.issued() == null) {
            parts.sending().mail(done.admitted().mail());
            throw AuthCode.PROVIDER_EMAIL_NEEDS_VERIFICATION.refusal();
        }
        return done.issued().answer();
    }

    /// `issued` is null where the address must be confirmed first.
    private UUID linker(Statements tx, Bearer bearer) {
        var signed = parts.bearers().signed(tx, bearer);
        AssuranceLevel.refuseUnlessReached(tx, signed);
        return signed.user().id();
    }

    private record Done(Admitted admitted, Issued issued) {
    }
}
