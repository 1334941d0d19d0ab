package dev.loam.modules.auth.account;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;
import java.util.Map;
import java.util.TreeSet;

/// `POST /token`: a session for a proof of the kind that `grant_type` names.
public final class TokenGrants implements Endpoint {
    private final Map<String, Endpoint> grants;

    public TokenGrants(Map<String, Endpoint> grants) {
        this.grants = Map.copyOf(grants);
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var asked = ask.query().first("grant_type");
        if ("web3".equals(asked)) {
            throw AuthCode.WEB3_PROVIDER_DISABLED.refusal();
        }
        var grant = asked == null ? null : grants.get(asked);
        if (grant == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Unsupported grant_type: use one of "
                            + String.join(", ", new TreeSet<>(grants.keySet())));
        }
        return grant.answer(ask);
    }
}
