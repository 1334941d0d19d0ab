package dev.loam.modules.auth.account;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.session.Refresher;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;

/// `POST /token?grant_type=refresh_token`.
public final class RefreshSession implements Endpoint {
    private final Refresher refresher;
    private final Limits limits;

    public RefreshSession(Refresher refresher, Limits limits) {
        this.refresher = refresher;
        this.limits = limits;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        limits.check(Limit.TOKEN_REFRESH, ask.address());
        var token = ask.body().text("refresh_token");
        if (token == null || token.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal("refresh_token required");
        }
        return refresher.refresh(token, null, Origins.of(ask)).answer();
    }
}
