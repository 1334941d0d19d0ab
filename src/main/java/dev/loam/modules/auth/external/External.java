package dev.loam.modules.auth.external;

import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.web.HttpResponse;

/// Sign-in with other services, as the module's routes see it.
public final class External {
    private final Departure departure;
    private final Return comingBack;
    private final IdTokenGrant idTokenGrant;
    private final Unlinking unlinking;

    public External(ExternalParts parts) {
        var providers = Providers.of(parts.config().providers());
        var desk = new ServiceDesk(parts.outbound(), parts.clock());
        var admission = new Admission(
                parts.config(), parts.accounts(), parts.mailings(), parts.clock());
        this.departure = new Departure(parts, providers, desk);
        this.comingBack = new Return(parts, providers, desk, admission);
        this.idTokenGrant = new IdTokenGrant(parts, providers, desk, admission);
        this.unlinking = new Unlinking(parts);
    }

    /// The endpoints that are this package's alone.
    public void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/authorize", departure::authorize)
                .on("GET", "/callback", comingBack::byQuery)
                .on("POST", "/callback", comingBack::byForm)
                .on("GET", "/user/identities/authorize", departure::link)
                .on("DELETE", "/user/identities/{identity_id}", unlinking::answer);
    }

    /// `POST /token?grant_type=id_token`.
    public HttpResponse idToken(Ask ask) {
        return idTokenGrant.answer(ask);
    }
}
