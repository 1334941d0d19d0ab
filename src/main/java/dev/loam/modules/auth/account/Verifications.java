package dev.loam.modules.auth.account;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.account.Verified.Halfway;
import dev.loam.modules.auth.account.Verified.Whole;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.OneTimeTokens;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.ports.time.Clock;
import java.util.Locale;
import java.util.Objects;

/// Takes codes and links, and does what they prove: confirms an address, changes it, signs in.
///
/// Whatever is wrong with a code, the refusal is the same: nobody learns whether the address has an
/// account or the code has expired.
public final class Verifications {
    private static final String METHOD = "otp";

    private final AuthConfig config;
    private final Accounts accounts;
    private final Codes codes;
    private final SessionIssuer issuer;
    private final Clock clock;

    public Verifications(
            AuthConfig config, Accounts accounts, Codes codes, SessionIssuer issuer,
            Clock clock) {
        this.config = config;
        this.accounts = accounts;
        this.codes = codes;
        this.issuer = issuer;
        this.clock = clock;
    }

    /// A code that was mailed to an address.
    Verified byEmail(
            Statements tx, String type, String email, String code, Origin origin) {
        return switch (type) {
            case "email_change" -> emailChanged(tx, email, code, origin);
            case "signup", "invite", "magiclink", "recovery", "email" -> {
                var user = codes.sent(tx, email, code) ? Users.byEmail(tx, email) : null;
                if (user == null || !codes.take(tx, user, email, code, seconds(), purposes(type))) {
                    throw wrong();
                }
                yield signedIn(tx, confirmed(tx, fit(user)), origin);
            }
            default -> throw AuthCode.VALIDATION_FAILED.refusal("Invalid email verification type");
        };
    }

    private Verified emailChanged(Statements tx, String email, String code, Origin origin) {
        if (!codes.sent(tx, email, code)) {
            throw wrong();
        }
        var present = Users.byEmail(tx, email);
        if (present != null && present.emailChange() != null && codes.take(tx, present, email,
                code, seconds(), Purpose.EMAIL_CHANGE_TOKEN_CURRENT)) {
            return agreed(tx, fit(present), Purpose.EMAIL_CHANGE_TOKEN_CURRENT, origin);
        }
        for (var row : tx.rows("select to_jsonb(u) from auth.users u where u.email_change = ?"
                + " and u.deleted_at is null order by u.id limit 20 for update", email)) {
            var user = new User(row);
            if (codes.take(tx, user, email, code, seconds(), Purpose.EMAIL_CHANGE_TOKEN_NEW)) {
                return agreed(tx, fit(user), Purpose.EMAIL_CHANGE_TOKEN_NEW, origin);
            }
        }
        throw wrong();
    }

    /// A code that was sent to a telephone.
    Verified byPhone(
            Statements tx, String type, String phone, String code, Origin origin) {
        long seconds = config.phone().codeLifetime().toSeconds();
        switch (type) {
            case "sms" -> {
                var user = codes.sent(tx, phone, code) ? Users.byPhone(tx, phone) : null;
                if (user == null || !codes.take(
                        tx, user, phone, code, seconds, Purpose.CONFIRMATION_TOKEN)) {
                    throw wrong();
                }
                return signedIn(tx, fit(user).phoneConfirmed() ? user
                        : accounts.confirmPhone(tx, user), origin);
            }
            case "phone_change" -> {
                for (var row : tx.rows("select to_jsonb(u) from auth.users u"
                        + " where u.phone_change = ? and u.deleted_at is null"
                        + " order by u.id limit 20 for update", phone)) {
                    var user = new User(row);
                    if (codes.take(tx, user, phone, code, seconds, Purpose.PHONE_CHANGE_TOKEN)) {
                        var changed = signedIn(tx, phoneChanged(tx, fit(user)), origin);
                        return changed.with(SecurityNotices.phoneChanged(
                                UserJson.of(tx, changed.user()), user.phone()));
                    }
                }
                throw wrong();
            }
            default -> throw AuthCode.VALIDATION_FAILED.refusal("Invalid sms verification type");
        }
    }

    private User phoneChanged(Statements tx, User user) {
        Users.reserve(tx, user.phoneChange());
        if (Users.byPhone(tx, user.phoneChange()) != null) {
            throw AuthCode.PHONE_EXISTS.refusal();
        }
        return accounts.setPhone(tx, user, user.phoneChange());
    }

    /// The hash that a link carries.
    Verified byHash(Statements tx, String type, String hash, Origin origin) {
        return follow(tx, type, hash, origin, true);
    }

    /// The same without a session, for a client that will fetch it with its verifier.
    Verified byLink(Statements tx, String type, String hash, Origin origin) {
        return follow(tx, type, hash, origin, false);
    }

    private Verified follow(
            Statements tx, String type, String hash, Origin origin, boolean session) {
        var row = OneTimeTokens.byHash(tx, hash, purposes(type));
        if (row == null) {
            throw linkWrong();
        }
        var user = fit(Users.locked(tx, row.id("user_id")));
        var purpose = Purpose.valueOf(row.text("token_type").toUpperCase(Locale.ROOT));
        if (!OneTimeTokens.take(tx, user.id(), purpose, hash, seconds())
                || !Objects.equals(row.text("relates_to"), address(user, purpose))) {
            throw linkWrong();
        }
        if (type.equals("email_change")) {
            return agreed(tx, user, purpose, session ? origin : null);
        }
        var confirmed = confirmed(tx, user);
        return session ? signedIn(tx, confirmed, origin) : new Whole(confirmed, null);
    }

    /// The address whose owner the link must have reached: one that went to an address which the
    /// account has no more proves nothing.
    private static String address(User user, Purpose purpose) {
        return purpose == Purpose.EMAIL_CHANGE_TOKEN_NEW ? user.emailChange() : user.email();
    }

    private static Purpose[] purposes(String type) {
        return switch (type) {
            case "signup", "invite" -> new Purpose[] {Purpose.CONFIRMATION_TOKEN};
            case "recovery" -> new Purpose[] {Purpose.RECOVERY_TOKEN};
            // Who asks for a link before the address is confirmed gets one that confirms it.
            case "magiclink", "email" -> new Purpose[] {
                Purpose.RECOVERY_TOKEN, Purpose.CONFIRMATION_TOKEN};
            case "email_change" -> new Purpose[] {
                Purpose.EMAIL_CHANGE_TOKEN_NEW, Purpose.EMAIL_CHANGE_TOKEN_CURRENT};
            default -> throw AuthCode.VALIDATION_FAILED.refusal("Invalid email verification type");
        };
    }

    /// The address of an account agrees to the change; `origin` is null for no session.
    private Verified agreed(Statements tx, User user, Purpose purpose, Origin origin) {
        var other = purpose == Purpose.EMAIL_CHANGE_TOKEN_NEW
                ? Purpose.EMAIL_CHANGE_TOKEN_CURRENT : Purpose.EMAIL_CHANGE_TOKEN_NEW;
        boolean both = config.email().doubleConfirmChange() && user.email() != null;
        if (both && user.row().number("email_change_confirm_status", 0) == 0) {
            return new Halfway(Users.update(tx, user.id(), new Changes().number(
                    "email_change_confirm_status",
                    purpose == Purpose.EMAIL_CHANGE_TOKEN_NEW ? 2 : 1)));
        }
        Users.reserve(tx, user.emailChange());
        if (Users.byEmail(tx, user.emailChange()) != null) {
            throw AuthCode.EMAIL_EXISTS.refusal();
        }
        OneTimeTokens.drop(tx, user.id(), other);
        var changed = accounts.setEmail(tx, user, user.emailChange());
        var whole = origin == null ? new Whole(changed, null) : signedIn(tx, changed, origin);
        return whole.with(
                SecurityNotices.emailChanged(UserJson.of(tx, changed), user.email()));
    }

    private User confirmed(Statements tx, User user) {
        return user.emailConfirmed() ? user : accounts.confirmEmail(tx, user);
    }

    private Whole signedIn(Statements tx, User user, Origin origin) {
        return new Whole(user, issuer.begin(tx, user, METHOD, origin));
    }

    /// To be asked once the code was right: who is banned is told to the owner alone.
    private User fit(User user) {
        if (user == null) {
            throw wrong();
        }
        if (user.bannedAt(clock.now())) {
            throw AuthCode.USER_BANNED.refusal();
        }
        return user;
    }

    private long seconds() {
        return config.email().codeLifetime().toSeconds();
    }

    private static Refusal wrong() {
        return AuthCode.OTP_EXPIRED.refusal();
    }

    private static Refusal linkWrong() {
        return AuthCode.OTP_EXPIRED.refusal("Email link is invalid or has expired");
    }
}
