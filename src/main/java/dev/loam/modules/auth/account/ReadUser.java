package dev.loam.modules.auth.account;

import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;

/// `GET /user`: the account of whoever asks.
public final class ReadUser implements Endpoint {
    private final AuthDatabase database;
    private final Bearers bearers;

    public ReadUser(AuthDatabase database, Bearers bearers) {
        this.database = database;
        this.bearers = bearers;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var bearer = bearers.bearer(ask);
        return Answers.json(database.transact(tx ->
                UserJson.of(tx, bearers.known(tx, bearer).user())));
    }
}
