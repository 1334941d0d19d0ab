package dev.loam.modules.auth.account;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;

/// `POST /logout`: ends this session (`local`), all of the user (`global`, the default), or all but
/// this (`others`). Refresh tokens end at once, access tokens when their time is up.
public final class SignOut implements Endpoint {
    private final AuthDatabase database;
    private final Bearers bearers;

    public SignOut(AuthDatabase database, Bearers bearers) {
        this.database = database;
        this.bearers = bearers;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var bearer = bearers.bearer(ask);
        var asked = ask.query().first("scope");
        var scope = asked == null || asked.isEmpty() ? "global" : asked;
        database.transact(tx -> {
            var signed = bearers.signed(tx, bearer);
            var userId = signed.user().id();
            boolean all = scope.equals("global") || signed.session() == null;
            switch (scope) {
                case "global", "local", "others" -> { }
                default -> throw AuthCode.VALIDATION_FAILED.refusal(
                        "Unsupported logout scope \"" + scope + "\"");
            }
            if (all) {
                Sessions.deleteAll(tx, userId);
            } else if (scope.equals("local")) {
                Sessions.delete(tx, signed.session().id("id"));
            } else {
                Sessions.deleteOthers(tx, userId, signed.session().id("id"));
            }
            AuditLog.write(tx, "logout", signed.user(), ask.address(), null);
            return true;
        });
        return Answers.nothing();
    }
}
