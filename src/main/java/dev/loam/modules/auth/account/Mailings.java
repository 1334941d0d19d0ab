package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.FlowStates;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Pkce;
import java.util.ArrayList;
import java.util.List;

/// Prepares the mails that prove an address: the code is made and noted with the account; the mail
/// is to be sent once that is committed.
public final class Mailings {
    private final EmailConfig config;
    private final Codes codes;
    private final Tokens tokens;

    public Mailings(EmailConfig config, Codes codes, Tokens tokens) {
        this.config = config;
        this.codes = codes;
        this.tokens = tokens;
    }

    /// Where a link leads, and the challenge of the client that will fetch the session; null for a
    /// client that takes it from the link's end.
    public record Wish(String redirectTo, Pkce pkce) {
    }

    /// For a new account.
    public Letter confirmation(Statements tx, User user, Wish wish) {
        return letter(tx, user, new Kind("confirmation", "signup", "email/signup",
                Purpose.CONFIRMATION_TOKEN, "confirmation_sent_at"), wish);
    }

    /// To sign in without a password.
    public Letter magicLink(Statements tx, User user, Wish wish) {
        return letter(tx, user, new Kind("magic_link", "magiclink", "magiclink",
                Purpose.RECOVERY_TOKEN, "recovery_sent_at"), wish);
    }

    /// To set a new password.
    public Letter recovery(Statements tx, User user, Wish wish) {
        return letter(tx, user, new Kind("recovery", "recovery", "recovery",
                Purpose.RECOVERY_TOKEN, "recovery_sent_at"), wish);
    }

    /// From an administrator, to somebody who has no account yet.
    public Letter invite(Statements tx, User user, Wish wish) {
        var invited = Users.update(tx, user.id(), new Changes().now("invited_at"));
        return letter(tx, invited, new Kind("invite", "invite", "invite",
                Purpose.CONFIRMATION_TOKEN, "confirmation_sent_at"), wish);
    }

    /// A nonce that shows that the user is still there.
    public Letter reauthentication(Statements tx, User user) {
        return letter(tx, user, new Kind("reauthentication", null, null,
                Purpose.REAUTHENTICATION_TOKEN, "reauthentication_sent_at"),
                new Wish(null, null));
    }

    private record Kind(
            String template, String action, String method, Purpose purpose, String sentAt) {
    }

    private Letter letter(Statements tx, User user, Kind kind, Wish wish) {
        if (wish.pkce() != null) {
            begin(tx, user, kind.method(), wish.pkce());
        }
        var code = codes.make(tx, user, kind.purpose(), user.email(), config.codeDigits(),
                wish.pkce() != null);
        var noted = Users.update(tx, user.id(), new Changes().now(kind.sentAt()));
        return new Letter(kind.template(), kind.action(), user.email(), code.code(), code.hash(),
                wish.redirectTo(), null, UserJson.of(tx, noted));
    }

    private void begin(Statements tx, User user, String method, Pkce pkce) {
        FlowStates.insert(tx, tokens.id(), user.id(), pkce.challenge(), pkce.method(), method);
    }

    /// To the new address, and where both have to agree, to the present one. The account has been
    /// told the new address already.
    public List<Letter> emailChange(Statements tx, User user, Wish wish) {
        if (wish.pkce() != null) {
            begin(tx, user, "email_change", wish.pkce());
        }
        var noted = Users.update(tx, user.id(), new Changes().now("email_change_sent_at")
                .number("email_change_confirm_status", 0));
        var letters = new ArrayList<Letter>(2);
        letters.add(change(tx, noted, Purpose.EMAIL_CHANGE_TOKEN_NEW, noted.emailChange(), wish));
        if (bothAgree(noted)) {
            letters.add(change(
                    tx, noted, Purpose.EMAIL_CHANGE_TOKEN_CURRENT, noted.email(), wish));
        }
        return letters;
    }

    /// Whether the present address too has to agree to a change.
    boolean bothAgree(User user) {
        return config.doubleConfirmChange() && user.email() != null;
    }

    private Letter change(Statements tx, User user, Purpose purpose, String to, Wish wish) {
        var code = codes.make(tx, user, purpose, to, config.codeDigits(), wish.pkce() != null);
        return new Letter("email_change", "email_change", to, code.code(), code.hash(),
                wish.redirectTo(), user.emailChange(), UserJson.of(tx, user));
    }
}
