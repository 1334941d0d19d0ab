package dev.loam.modules.auth.hook;

import tools.jackson.databind.node.ObjectNode;

/// What the hook `send_email` needs for a mail.
///
/// For a change of address that both sides confirm, `token` and, against its name, `tokenHashNew`
/// are the current address's; `tokenNew` and `tokenHash` are the new one's. Clients' functions
/// rely on that. Absent texts may be null.
public record EmailData(
        String token, String tokenHash, String redirectTo, String emailActionType, String siteUrl,
        String tokenNew, String tokenHashNew) {
    ObjectNode json() {
        return HookJson.object().put("token", told(token)).put("token_hash", told(tokenHash))
                .put("redirect_to", told(redirectTo)).put("email_action_type", emailActionType)
                .put("site_url", told(siteUrl)).put("token_new", told(tokenNew))
                .put("token_hash_new", told(tokenHashNew));
    }

    private static String told(String text) {
        return text == null ? "" : text;
    }

    /// Tokens are nobody's business but the addressee's.
    @Override
    public String toString() {
        return "EmailData[" + emailActionType + "]";
    }
}
