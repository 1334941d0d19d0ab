package dev.loam.modules.auth.account;

import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.notice.NoticeKind;
import dev.loam.modules.auth.store.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// What people are told by mail once something has become of their account, whoever did it.
///
/// `user` is the account as it is after the change. Notices are prepared with the change and sent
/// after its commit, by [Sending#inform]. Null stands for a notice that reaches nobody: an account
/// without an address has none.
public final class SecurityNotices {
    private SecurityNotices() {
    }

    private static Notice passwordChanged(ObjectNode user) {
        return of(NoticeKind.PASSWORD_CHANGED, user);
    }

    /// Goes to the address that the account had, null for none: its owner may not be who changed
    /// it.
    static Notice emailChanged(ObjectNode user, String before) {
        var now = user.path("email").asString("");
        return before == null ? null
                : Notice.of(NoticeKind.EMAIL_CHANGED, before, user)
                        .with("OldEmail", before).with("Email", now);
    }

    /// `before` is null where the account had no number.
    static Notice phoneChanged(ObjectNode user, String before) {
        var notice = of(NoticeKind.PHONE_CHANGED, user);
        return notice == null ? null
                : notice.with("OldPhone", before).with("Phone", user.path("phone").asString(""));
    }

    public static Notice identityLinked(ObjectNode user, String provider) {
        return with(of(NoticeKind.IDENTITY_LINKED, user), "Provider", provider);
    }

    /// `email` is the address from before, which may have gone with the identity.
    public static Notice identityUnlinked(ObjectNode user, String email, String provider) {
        return email == null ? null : Notice.of(NoticeKind.IDENTITY_UNLINKED, email, user)
                .with("Email", email).with("Provider", provider);
    }

    public static Notice factorEnrolled(ObjectNode user, String factorType) {
        return with(of(NoticeKind.MFA_FACTOR_ENROLLED, user), "FactorType", factorType);
    }

    public static Notice factorUnenrolled(ObjectNode user, String factorType) {
        return with(of(NoticeKind.MFA_FACTOR_UNENROLLED, user), "FactorType", factorType);
    }

    /// Those of whatever has changed between two states of an account; `user` is the later one.
    public static List<Notice> changed(User before, User after, ObjectNode user) {
        var notices = new ArrayList<Notice>();
        if (!Objects.equals(before.passwordHash(), after.passwordHash())) {
            notices.add(passwordChanged(user));
        }
        if (!Objects.equals(before.email(), after.email())) {
            notices.add(emailChanged(user, before.email()));
        }
        if (!Objects.equals(before.phone(), after.phone())) {
            notices.add(phoneChanged(user, before.phone()));
        }
        return notices;
    }

    private static Notice of(NoticeKind kind, ObjectNode user) {
        var email = user.path("email").asString("");
        return email.isEmpty() ? null : Notice.of(kind, email, user);
    }

    private static Notice with(Notice notice, String name, String value) {
        return notice == null ? null : notice.with(name, value);
    }
}
