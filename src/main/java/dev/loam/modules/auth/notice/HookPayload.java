package dev.loam.modules.auth.notice;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the hooks `send_email` and `send_sms` are told.
///
/// Source: Supabase documentation, "Send Email Hook" and "Send SMS Hook".
final class HookPayload {
    private HookPayload() {
    }

    static ObjectNode mail(Notice notice, String address) {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("user", notice.user());
        payload.putObject("email_data")
                .put("token", notice.value("Token"))
                .put("token_hash", notice.value("TokenHash"))
                .put("redirect_to", notice.value("RedirectTo"))
                .put("email_action_type", notice.kind().action())
                .put("site_url", address)
                .put("token_new", "")
                .put("token_hash_new", "")
                .put("old_email", notice.value("OldEmail"))
                .put("old_phone", notice.value("OldPhone"))
                .put("provider", notice.value("Provider"))
                .put("factor_type", notice.value("FactorType"));
        return payload;
    }

    /// A change of address that both sides have to agree to. Against its name, `token_hash_new`
    /// goes with `token` to the current address, and `token_hash` with `token_new` to the new one.
    static ObjectNode change(Notice toCurrent, Notice toNew, String address) {
        var payload = mail(toNew, address);
        ((ObjectNode) payload.get("email_data"))
                .put("token", toCurrent.value("Token"))
                .put("token_hash_new", toCurrent.value("TokenHash"))
                .put("token_new", toNew.value("Token"));
        return payload;
    }

    static ObjectNode message(Messages.Code code) {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("user", code.user());
        payload.putObject("sms").put("otp", code.code()).put("phone", code.phone());
        return payload;
    }
}
