package dev.loam.modules.auth.account;

import tools.jackson.databind.node.ObjectNode;

/// A mail to an account's owner that holds a code and a link, or tells what has happened.
///
/// `kind` is that of the templates (`confirmation`, `invite`, `magic_link`, `recovery`,
/// `email_change`, `reauthentication`, `password_changed`, …); `action` the type under which the
/// link is verified, null where there is none. `hash` is in the link, `code` is to be typed; both
/// null in a notice. `user` is the account as the API shows it. `newEmail` is null but for a
/// change of address.
public record Letter(
        String kind, String action, String to, String code, String hash, String redirectTo,
        String newEmail, ObjectNode user) {
    /// It holds a code.
    @Override
    public String toString() {
        return "Letter[" + kind + "]";
    }
}
