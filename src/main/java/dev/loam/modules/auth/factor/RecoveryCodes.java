package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.List;
import java.util.UUID;

/// The recovery codes of users: `loam.recovery_codes`.
final class RecoveryCodes {
    private RecoveryCodes() {
    }

    /// Puts new codes in the place of those before.
    static void replace(Statements tx, UUID userId, List<String> codes) {
        deleteAll(tx, userId);
        for (var code : codes) {
            tx.change("insert into loam.recovery_codes (user_id, code_hash)"
                    + " values (?::uuid, ?)", userId, RecoveryCode.hash(userId, code));
        }
    }

    /// Uses a code up; false where it is none or was used before.
    static boolean use(Statements tx, UUID userId, String code) {
        return tx.change("update loam.recovery_codes set used_at = now() where user_id = ?::uuid"
                + " and code_hash = ? and used_at is null",
                userId, RecoveryCode.hash(userId, code)) == 1;
    }

    static long remaining(Statements tx, UUID userId) {
        return tx.first("select jsonb_build_object('remaining', count(*)) from"
                + " loam.recovery_codes where user_id = ?::uuid and used_at is null", userId)
                .number("remaining", 0);
    }

    static void deleteAll(Statements tx, UUID userId) {
        tx.change("delete from loam.recovery_codes where user_id = ?::uuid", userId);
    }
}
