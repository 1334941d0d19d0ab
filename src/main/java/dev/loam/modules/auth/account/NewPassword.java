package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.password.PasswordPolicy;
import dev.loam.modules.auth.password.Passwords;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.OneTimeTokens;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Fields;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// A user's new password: what it takes to set one, and what it ends. The hash is made outside of
/// the transaction.
public final class NewPassword {
    private static final Duration RECENT = Duration.ofHours(24);

    private final AuthConfig config;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Codes codes;
    private final Clock clock;

    public NewPassword(
            AuthConfig config, Passwords passwords, PasswordPolicy policy, Codes codes,
            Clock clock) {
        this.config = config;
        this.passwords = passwords;
        this.policy = policy;
        this.codes = codes;
        this.clock = clock;
    }

    /// A password that may be set, as its hash, and the nonce that has to be right; null for none.
    record Prepared(String hash, String nonce) {
        /// It holds a nonce.
        @Override
        public String toString() {
            return "Prepared[***]";
        }
    }

    /// Checks what a client sent against an account as it is now.
    Prepared prepare(Fields body, Signed before) {
        var user = before.user();
        var password = body.text("password");
        policy.check(password);
        var nonce = body.text("nonce");
        boolean needsNonce = config.passwords().reauthenticationRequired() && !recent(before);
        if (needsNonce && (nonce == null || nonce.isEmpty())) {
            throw AuthCode.REAUTHENTICATION_NEEDED.refusal();
        }
        if (user.passwordHash() != null) {
            refuseWrongCurrent(body, user);
            if (passwords.verify(password, user.passwordHash()).matches()) {
                throw AuthCode.SAME_PASSWORD.refusal();
            }
        }
        return new Prepared(passwords.hash(password), needsNonce ? nonce : null);
    }

    private void refuseWrongCurrent(Fields body, User user) {
        if (!config.passwords().currentRequired()) {
            return;
        }
        var current = body.text("current_password");
        if (current == null || current.isEmpty()) {
            throw AuthCode.CURRENT_PASSWORD_REQUIRED.refusal();
        }
        if (!passwords.verify(current, user.passwordHash()).matches()) {
            throw AuthCode.CURRENT_PASSWORD_INVALID.refusal();
        }
    }

    private boolean recent(Signed signed) {
        return signed.session() != null && signed.session().instant("created_at")
                .isAfter(clock.now().minus(RECENT));
    }

    /// Sets it. Sessions other than this one end, and whatever was sent before: somebody else may
    /// have asked for it, for an address of theirs too.
    User set(Statements tx, Signed signed, Prepared prepared) {
        var user = signed.user();
        if (prepared.nonce() != null) {
            boolean byMail = user.email() != null;
            if (!codes.take(tx, user, byMail ? user.email() : user.phone(), prepared.nonce(),
                    (byMail ? config.email().codeLifetime() : config.phone().codeLifetime())
                            .toSeconds(), Purpose.REAUTHENTICATION_TOKEN)) {
                throw AuthCode.REAUTHENTICATION_NOT_VALID.refusal();
            }
        }
        OneTimeTokens.dropAll(tx, user.id());
        if (signed.session() == null) {
            Sessions.deleteAll(tx, user.id());
        } else {
            Sessions.deleteOthers(tx, user.id(), signed.session().id("id"));
        }
        return Users.update(tx, user.id(),
                new Changes().text("encrypted_password", prepared.hash()));
    }
}
