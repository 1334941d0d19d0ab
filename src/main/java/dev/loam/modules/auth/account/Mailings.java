package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.account.Codes.Code;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.notice.NoticeKind;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.FlowStates;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Pkce;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// Prepares the mails that prove an address: the code is made and noted with the account; the mail
/// is to be sent once that is committed.
public final class Mailings {
    private final AuthConfig config;
    private final Codes codes;
    private final Tokens tokens;

    public Mailings(AuthConfig config, Codes codes, Tokens tokens) {
        this.config = config;
        this.codes = codes;
        this.tokens = tokens;
    }

    /// Where a link leads, and the challenge of the client that will fetch the session; null for a
    /// client that takes it from the link's end.
    public record Wish(String redirectTo, Pkce pkce) {
    }

    /// For a new account.
    public Notice confirmation(Statements tx, User user, Wish wish) {
        return letter(tx, user, new Kind(NoticeKind.CONFIRMATION, "signup", "email/signup",
                Purpose.CONFIRMATION_TOKEN, "confirmation_sent_at"), wish);
    }

    /// To sign in without a password.
    public Notice magicLink(Statements tx, User user, Wish wish) {
        return letter(tx, user, new Kind(NoticeKind.MAGIC_LINK, "magiclink", "magiclink",
                Purpose.RECOVERY_TOKEN, "recovery_sent_at"), wish);
    }

    /// To set a new password.
    public Notice recovery(Statements tx, User user, Wish wish) {
        return letter(tx, user, new Kind(NoticeKind.RECOVERY, "recovery", "recovery",
                Purpose.RECOVERY_TOKEN, "recovery_sent_at"), wish);
    }

    /// From an administrator, to somebody who has no account yet.
    public Notice invite(Statements tx, User user, Wish wish) {
        var invited = Users.update(tx, user.id(), new Changes().now("invited_at"));
        return letter(tx, invited, new Kind(NoticeKind.INVITE, "invite", "invite",
                Purpose.CONFIRMATION_TOKEN, "confirmation_sent_at"), wish);
    }

    /// A nonce that shows that the user is still there.
    public Notice reauthentication(Statements tx, User user) {
        return letter(tx, user, new Kind(NoticeKind.REAUTHENTICATION, null, null,
                Purpose.REAUTHENTICATION_TOKEN, "reauthentication_sent_at"),
                new Wish(null, null));
    }

    private record Kind(
            NoticeKind notice, String action, String method, Purpose purpose, String sentAt) {
    }

    private Notice letter(Statements tx, User user, Kind kind, Wish wish) {
        if (wish.pkce() != null) {
            begin(tx, user, kind.method(), wish.pkce());
        }
        var code = codes.make(tx, user, kind.purpose(), user.email(),
                config.email().codeDigits(), wish.pkce() != null);
        var noted = Users.update(tx, user.id(), new Changes().now(kind.sentAt()));
        return notice(kind.notice(), kind.action(), user.email(), code, wish.redirectTo(),
                UserJson.of(tx, noted));
    }

    /// A mail with a code, and where there is an `action`, a link that is verified as that.
    public Notice notice(
            NoticeKind kind, String action, String to, Code code, String redirectTo,
            ObjectNode user) {
        return Notice.of(kind, to, user)
                .with("Token", code.code())
                .with("TokenHash", code.hash())
                .with("RedirectTo", redirectTo)
                .with("ConfirmationURL",
                        action == null ? null : link(code.hash(), action, redirectTo));
    }

    /// The address that the link of a mail leads to.
    public String link(String hash, String action, String redirectTo) {
        return config.address("/verify") + "?token=" + hash + "&type=" + action + "&redirect_to="
                + URLEncoder.encode(redirectTo, StandardCharsets.UTF_8);
    }

    private void begin(Statements tx, User user, String method, Pkce pkce) {
        FlowStates.insert(tx, tokens.id(), user.id(), pkce.challenge(), pkce.method(), method);
    }

    /// The mails of a change of address; `toCurrent` is null where only the new one has to agree.
    public record Change(Notice toCurrent, Notice toNew) {
    }

    /// To the new address, and where both have to agree, to the present one. The account has been
    /// told the new address already.
    public Change emailChange(Statements tx, User user, Wish wish) {
        if (wish.pkce() != null) {
            begin(tx, user, "email_change", wish.pkce());
        }
        var noted = Users.update(tx, user.id(), new Changes().now("email_change_sent_at")
                .number("email_change_confirm_status", 0));
        boolean both = config.email().doubleConfirmChange() && noted.email() != null;
        return new Change(
                both ? change(tx, noted, Purpose.EMAIL_CHANGE_TOKEN_CURRENT, noted.email(), wish)
                        : null,
                change(tx, noted, Purpose.EMAIL_CHANGE_TOKEN_NEW, noted.emailChange(), wish));
    }

    private Notice change(Statements tx, User user, Purpose purpose, String to, Wish wish) {
        var code = codes.make(
                tx, user, purpose, to, config.email().codeDigits(), wish.pkce() != null);
        return notice(NoticeKind.EMAIL_CHANGE, "email_change", to, code, wish.redirectTo(),
                UserJson.of(tx, user))
                .with("Email", user.email())
                .with("OldEmail", user.email())
                .with("NewEmail", user.emailChange());
    }
}
