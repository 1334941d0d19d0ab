package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.web.HttpResponse;

/// Single sign-on by SAML, which there is none of: clients that know its endpoints are told so.
public final class SingleSignOn {
    private final Bearers bearers;

    public SingleSignOn(Bearers bearers) {
        this.bearers = bearers;
    }

    public void addTo(Endpoints.Builder endpoints) {
        Endpoint administered = ask -> {
            bearers.admin(ask);
            return refused(ask);
        };
        endpoints.on("POST", "/sso", SingleSignOn::refused)
                .on("GET", "/sso/saml/metadata", SingleSignOn::refused)
                .on("POST", "/sso/saml/acs", SingleSignOn::refused)
                .on("GET", "/admin/sso/providers", administered)
                .on("POST", "/admin/sso/providers", administered)
                .on("GET", "/admin/sso/providers/{provider_id}", administered)
                .on("PUT", "/admin/sso/providers/{provider_id}", administered)
                .on("DELETE", "/admin/sso/providers/{provider_id}", administered);
    }

    private static HttpResponse refused(Ask ask) {
        throw AuthCode.SAML_PROVIDER_DISABLED.refusal();
    }
}
