package dev.loam.modules.auth.admin;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.ApiKey;
import dev.loam.kernel.identity.KeysUnreadable;
import dev.loam.kernel.identity.ServiceKeys;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.session.Bearer;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Moments;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.modules.auth.wire.Fields;
import dev.loam.ports.web.HttpResponse;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/api-keys`: the keys of a project's services, made, listed and revoked. No other auth API
/// has them. A key that is limited to some routes may not make or see keys, or it could make itself
/// one without the limit.
public final class AdminKeys {
    private final ServiceKeys keys;
    private final AuthDatabase database;
    private final Bearers bearers;

    public AdminKeys(ServiceKeys keys, AuthDatabase database, Bearers bearers) {
        this.keys = keys;
        this.database = database;
        this.bearers = bearers;
    }

    public void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/admin/api-keys", this::list)
                .on("POST", "/admin/api-keys", this::create)
                .on("DELETE", "/admin/api-keys/{key_id}", this::revoke);
    }

    private HttpResponse list(Ask ask) {
        bearers.unlimitedAdmin(ask);
        var json = Answers.object();
        var all = json.putArray("api_keys");
        read(keys::list).forEach(key -> all.add(json(key)));
        return Answers.json(json);
    }

    private HttpResponse create(Ask ask) {
        var admin = bearers.unlimitedAdmin(ask);
        var body = ask.body();
        var scopes = body.texts("scopes");
        var wanted = new ApiKey.Wanted(body.required("name"), body.required("role"),
                scopes == null ? List.of() : scopes, expiry(body), admin.userId());
        var created = read(() -> keys.create(wanted));
        note(ask, admin, "api_key_created", created.key());
        return Answers.json(json(created.key()).put("key", created.secret().value()));
    }

    private static Instant expiry(Fields body) {
        var text = body.text("expires_at");
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException bad) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "expires_at must be a time such as 2027-01-31T12:00:00Z");
        }
    }

    private HttpResponse revoke(Ask ask) {
        var admin = bearers.unlimitedAdmin(ask);
        var id = ask.pathId("key_id");
        var revoked = read(() -> keys.revoke(id));
        if (revoked == null) {
            throw AuthCode.NOT_FOUND.refusal("API key not found");
        }
        note(ask, admin, "api_key_revoked", revoked);
        return Answers.json(json(revoked));
    }

    private void note(Ask ask, Bearer admin, String action, ApiKey key) {
        database.transact(tx -> {
            AdminUsers.note(tx, ask, admin, action, Answers.object()
                    .put("key_id", key.id().toString()).put("name", key.name()));
            return key;
        });
    }

    private static ObjectNode json(ApiKey key) {
        var json = Answers.object().put("id", key.id().toString()).put("name", key.name())
                .put("prefix", key.prefix()).put("role", key.role());
        key.scopes().forEach(json.putArray("scopes")::add);
        Moments.write(json, "created_at", key.createdAt());
        Moments.write(json, "last_used_at", key.lastUsedAt());
        Moments.write(json, "expires_at", key.expiresAt());
        Moments.write(json, "revoked_at", key.revokedAt());
        if (key.createdBy() != null) {
            json.put("created_by", key.createdBy().toString());
        }
        return json;
    }

    private interface Reading<T> {
        T read() throws KeysUnreadable;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IllegalArgumentException unwanted) {
            throw AuthCode.VALIDATION_FAILED.refusal(unwanted.getMessage());
        } catch (KeysUnreadable unreadable) {
            throw unreadable(unreadable);
        }
    }

    private static Refusal unreadable(KeysUnreadable why) {
        return AuthCode.UNEXPECTED_FAILURE.refusal(why.passing() ? 503 : 500,
                "The API keys cannot be read or written now");
    }
}
