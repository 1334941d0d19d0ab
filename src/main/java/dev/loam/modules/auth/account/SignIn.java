package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure.WeakPassword;
import dev.loam.modules.auth.guard.BackOff;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.hook.Hooks;
import dev.loam.modules.auth.password.PasswordPolicy;
import dev.loam.modules.auth.password.Passwords;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;

/// `POST /token?grant_type=password`.
///
/// An address without an account costs the same hash as one with it, and gets the same answer. The
/// hash is made outside of any transaction, so that no connection waits for it.
public final class SignIn implements Endpoint {
    private final Parts parts;

    public SignIn(Parts parts) {
        this.parts = parts;
    }

    /// What a sign-in needs.
    public record Parts(
            AuthConfig config, AuthDatabase database, SessionIssuer issuer, Passwords passwords,
            PasswordPolicy policy, Hooks hooks, Gate gate, BackOff backOff,
            Clock clock) {
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var body = ask.body();
        parts.gate.pass(Limit.SIGN_IN_SIGN_UP, ask);
        var email = Addresses.email(body.text("email"));
        var phone = Addresses.phone(body.text("phone"));
        if (email != null && phone != null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Only an email address or phone number should be provided on login.");
        }
        if (email == null && phone == null) {
            throw AuthCode.VALIDATION_FAILED.refusal("missing email or phone");
        }
        refuseDisabled(email != null);
        var password = body.text("password");
        var address = email != null ? email : phone;
        parts.backOff.check(address, ask.address());
        var user = parts.database.transact(tx -> Users.credentials(tx, email, phone));
        var hash = matching(user, password == null ? "" : password);
        boolean valid = hash != null;
        if (valid) {
            parts.backOff.succeeded(address, ask.address());
        } else {
            parts.backOff.failed(address, ask.address());
        }
        if (user != null && parts.hooks.watchesPasswords()) {
            heed(user, valid);
        }
        if (!valid) {
            throw AuthCode.INVALID_CREDENTIALS.refusal();
        }
        refuseUnfit(user, email != null);
        return answer(begin(user, hash, Origins.of(ask)), parts.policy.weakness(password));
    }

    /// What the project's hook decides of an attempt. What it noted for itself is kept, also where
    /// it rejects.
    private void heed(User user, boolean valid) {
        var decision = parts.database.transact(tx -> {
            var decided = parts.hooks.passwordVerificationAttempt(tx, user.id(), valid);
            if (decided.rejected() && decided.shouldLogOutUser()) {
                Sessions.deleteAll(tx, user.id());
            }
            return decided;
        });
        if (decision.rejected()) {
            throw AuthCode.INVALID_CREDENTIALS.refusal(decision.message() == null
                    ? AuthCode.INVALID_CREDENTIALS.message() : decision.message());
        }
    }

    private void refuseDisabled(boolean byEmail) {
        if (byEmail && !parts.config.email().enabled()) {
            throw AuthCode.EMAIL_PROVIDER_DISABLED.refusal();
        }
        if (!byEmail && !parts.config.phone().enabled()) {
            throw AuthCode.PHONE_PROVIDER_DISABLED.refusal();
        }
    }

    /// The hash that the account keeps of that password, null where it has another or none.
    private String matching(User user, String password) {
        if (user == null || user.passwordHash() == null || password.isEmpty()) {
            parts.passwords.waste(password);
            return null;
        }
        var verified = parts.passwords.verify(password, user.passwordHash());
        if (!verified.matches()) {
            return null;
        }
        return verified.needsUpgrade() ? upgraded(user, password) : user.passwordHash();
    }

    /// Only where the password was not changed meanwhile.
    private String upgraded(User user, String password) {
        var hash = parts.passwords.hash(password);
        long changed = parts.database.transact(tx -> tx.change(
                "update auth.users set encrypted_password = ?"
                        + " where id = ?::uuid and encrypted_password = ?",
                hash, user.id(), user.passwordHash()));
        return changed == 0 ? user.passwordHash() : hash;
    }

    private void refuseUnfit(User user, boolean byEmail) {
        if (user.bannedAt(parts.clock.now())) {
            throw AuthCode.USER_BANNED.refusal(400, "User is banned");
        }
        if (byEmail && !user.emailConfirmed()) {
            throw AuthCode.EMAIL_NOT_CONFIRMED.refusal();
        }
        if (!byEmail && !user.phoneConfirmed()) {
            throw AuthCode.PHONE_NOT_CONFIRMED.refusal();
        }
    }

    /// Begins no session where the password was changed while it was being verified: that ended
    /// the sessions which the old one had begun.
    private Issued begin(User user, String hash, Origin origin) {
        return parts.database.transact(tx -> {
            var current = Users.locked(tx, user.id());
            if (current == null || !Hashes.equal(hash, current.passwordHash())) {
                throw AuthCode.INVALID_CREDENTIALS.refusal();
            }
            return parts.issuer.begin(tx, current, "password", origin);
        });
    }

    private static HttpResponse answer(Issued issued, WeakPassword weak) {
        var json = issued.json();
        if (weak != null) {
            var told = json.putObject("weak_password");
            told.put("message", weak.message());
            var reasons = told.putArray("reasons");
            weak.reasons().forEach(reasons::add);
        }
        return issued.answer(json);
    }
}
