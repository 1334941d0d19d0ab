package dev.loam.modules.auth.store;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What was done and by whom: `auth.audit_log_entries`.
public final class AuditLog {
    private AuditLog() {
    }

    /// Notes an action in the transaction that does it. `actor` is null for one without an account;
    /// `traits` may be null.
    public static void write(
            Statements tx, String action, User actor, String address, ObjectNode traits) {
        var payload = Row.JSON.createObjectNode();
        payload.put("action", action);
        payload.put("log_type", type(action));
        if (actor != null) {
            payload.put("actor_id", actor.id().toString());
            payload.put("actor_username",
                    actor.email() != null ? actor.email() : actor.phone());
            payload.put("actor_via_sso", actor.singleSignOn());
        }
        if (traits != null) {
            payload.set("traits", traits);
        }
        tx.change("insert into auth.audit_log_entries (instance_id, id, payload, created_at,"
                        + " ip_address) values (?::uuid, gen_random_uuid(), ?::json, now(), ?)",
                Users.INSTANCE, payload, address == null ? "" : address);
    }

    /// A page, newest first; `filter` is a text that the action or the actor has in it, or null.
    public static List<Row> page(Statements tx, String filter, long offset, int limit) {
        return tx.rows("select to_jsonb(e) from auth.audit_log_entries e where ?::text is null"
                        + " or strpos(lower(e.payload ->> 'action'), lower(?)) > 0"
                        + " or strpos(lower(e.payload ->> 'actor_username'), lower(?)) > 0"
                        + " order by e.created_at desc, e.id offset ?::bigint limit ?::bigint",
                filter, filter, filter, offset, limit);
    }

    private static String type(String action) {
        return switch (action) {
            case "login", "logout", "token_refreshed", "token_revoked" -> "account";
            case "user_signedup", "user_invited", "user_deleted", "user_modified" -> "team";
            case "factor_in_progress", "challenge_created", "verification_attempted",
                    "factor_unenrolled", "factor_updated", "factor_deleted" -> "factor";
            default -> "user";
        };
    }
}
