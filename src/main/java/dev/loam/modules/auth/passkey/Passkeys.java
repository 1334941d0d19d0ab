package dev.loam.modules.auth.passkey;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.webauthn.Credential;
import dev.loam.modules.auth.wire.Answers;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/// The passkeys of users: `auth.webauthn_credentials`.
public final class Passkeys {
    private static final String ROW = "to_jsonb(c) || jsonb_build_object('credential_id',"
            + " encode(c.credential_id, 'hex'), 'public_key', encode(c.public_key, 'hex'))";
    private static final String SELECT =
            "select " + ROW + " from auth.webauthn_credentials c where ";

    private Passkeys() {
    }

    /// Those of a user, the first made first.
    public static List<Passkey> of(Statements tx, UUID userId) {
        return tx.rows(SELECT + "c.user_id = ?::uuid order by c.created_at, c.id", userId)
                .stream().map(Passkey::new).toList();
    }

    /// Takes one of a user's own away.
    public static void delete(Statements tx, UUID userId, UUID id) {
        require(tx.first("delete from auth.webauthn_credentials c where c.id = ?::uuid"
                + " and c.user_id = ?::uuid returning " + ROW, id, userId));
    }

    static Passkey rename(Statements tx, UUID userId, UUID id, String name) {
        return require(tx.first("update auth.webauthn_credentials c set friendly_name = ?,"
                + " updated_at = now() where c.id = ?::uuid and c.user_id = ?::uuid returning "
                + ROW, name, id, userId));
    }

    private static Passkey require(Row row) {
        if (row == null) {
            throw AuthCode.PASSKEY_NOT_FOUND.refusal();
        }
        return new Passkey(row);
    }

    /// The passkey of a credential, null for none.
    static Passkey byCredential(Statements tx, byte[] credentialId) {
        var row = tx.first(SELECT + "c.credential_id = decode(?, 'hex')",
                HexFormat.of().formatHex(credentialId));
        return row == null ? null : new Passkey(row);
    }

    /// Null where the credential is someone's already.
    static Passkey insert(Statements tx, UUID id, UUID userId, Credential credential) {
        var hex = HexFormat.of();
        var transports = Answers.JSON.createArrayNode();
        new TreeSet<>(credential.transports()).forEach(transports::add);
        var row = tx.first("insert into auth.webauthn_credentials as c (id, user_id,"
                        + " credential_id, public_key, attestation_type, aaguid, sign_count,"
                        + " transports, backup_eligible, backed_up, created_at, updated_at)"
                        + " values (?::uuid, ?::uuid, decode(?, 'hex'), decode(?, 'hex'), ?,"
                        + " ?::uuid, ?::bigint, ?::jsonb, ?::boolean, ?::boolean, now(), now())"
                        + " on conflict (credential_id) do nothing returning " + ROW,
                id, userId, hex.formatHex(credential.idBytes()),
                hex.formatHex(credential.publicKey()), credential.attestation(),
                credential.aaguid(), credential.signCount(), transports,
                credential.backupEligible(), credential.backedUp());
        return row == null ? null : new Passkey(row);
    }

    /// Notes a use.
    static void used(Statements tx, UUID id, Credential credential) {
        tx.change("update auth.webauthn_credentials set sign_count = ?::bigint,"
                        + " backed_up = ?::boolean, last_used_at = now(), updated_at = now()"
                        + " where id = ?::uuid",
                credential.signCount(), credential.backedUp(), id);
    }
}
