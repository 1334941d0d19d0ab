package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Moments;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// `GET /admin/audit`: what was done, newest first.
public final class AdminAudit {
    private final AuthConfig config;
    private final AuthDatabase database;
    private final Bearers bearers;

    public AdminAudit(AuthConfig config, AuthDatabase database, Bearers bearers) {
        this.config = config;
        this.database = database;
        this.bearers = bearers;
    }

    public void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/admin/audit", this::list);
    }

    private HttpResponse list(Ask ask) {
        bearers.admin(ask);
        var pages = Pages.of(ask, config.prefix() + "/admin/audit");
        var query = ask.query().first("query");
        var entries = Answers.JSON.createArrayNode();
        database.transact(tx -> AuditLog.page(tx, query == null || query.isBlank() ? null : query,
                pages.offset(), pages.perPage())).forEach(row -> {
                    var entry = entries.addObject();
                    entry.put("id", row.text("id"));
                    entry.set("payload", row.object("payload"));
                    Moments.write(entry, "created_at", row.instant("created_at"));
                    entry.put("ip_address", row.text("ip_address"));
                });
        return Answers.json(200, entries, Headers.NONE);
    }
}
