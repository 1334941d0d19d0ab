package dev.loam.modules.auth.store;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// The ways in which people are known to be who they are: `auth.identities`. An identity is one
/// account at one provider; for `email` and `phone` the provider's id is the account's own.
public final class Identities {
    private static final String SELECT = "select to_jsonb(i) from auth.identities i where ";

    private Identities() {
    }

    public static List<Row> of(Statements tx, UUID userId) {
        return tx.rows(SELECT + "i.user_id = ?::uuid order by i.created_at,"
                + " i.provider, i.id", userId);
    }

    /// The identity at a provider, null where nobody has it.
    public static Row find(Statements tx, String provider, String providerId) {
        return tx.first(SELECT + "i.provider = ? and i.provider_id = ?", provider, providerId);
    }

    public static Row insert(
            Statements tx, UUID userId, String provider, String providerId, ObjectNode data) {
        return tx.first("insert into auth.identities as i (id, user_id, provider, provider_id,"
                        + " identity_data, last_sign_in_at, created_at, updated_at) values"
                        + " (gen_random_uuid(), ?::uuid, ?, ?, ?::jsonb, now(), now(), now())"
                        + " returning to_jsonb(i)",
                userId, provider, providerId, data);
    }

    /// Puts what a provider says now over what it said before, and notes the sign-in.
    public static void seen(Statements tx, UUID id, ObjectNode data) {
        tx.change("update auth.identities set identity_data = identity_data || ?::jsonb,"
                + " last_sign_in_at = now(), updated_at = now() where id = ?::uuid", data, id);
    }

    public static void delete(Statements tx, UUID id) {
        tx.change("delete from auth.identities where id = ?::uuid", id);
    }
}
