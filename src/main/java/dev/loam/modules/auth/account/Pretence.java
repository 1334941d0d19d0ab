package dev.loam.modules.auth.account;

import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Answers;
import java.time.Instant;
import java.util.UUID;

/// An account that looks as if it had just been made, for those who must not learn that the
/// address is taken.
final class Pretence {
    private Pretence() {
    }

    static User account(NewAccount given, String audience, UUID id, Instant now) {
        var columns = Answers.object();
        columns.put("id", id.toString());
        columns.put("aud", audience);
        // A fresh account has this role; that of the one that exists is not told.
        columns.put("role", "authenticated");
        columns.put("email", given.email());
        columns.put("phone", given.phone());
        columns.put("confirmation_sent_at", now.toString());
        columns.set("raw_app_meta_data", Metadata.ofProvider(given.provider()));
        columns.set("raw_user_meta_data", given.userMetadata());
        columns.put("created_at", now.toString());
        columns.put("updated_at", now.toString());
        columns.put("is_anonymous", false);
        return new User(new Row(columns));
    }
}
