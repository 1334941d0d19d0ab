package dev.loam.modules.auth.passkey;

import dev.loam.modules.auth.session.Moments;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.webauthn.Credential;
import dev.loam.modules.auth.wire.Answers;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// A row of `auth.webauthn_credentials`, with its bytes in hexadecimal digits.
public record Passkey(Row row) {
    public UUID id() {
        return row.id("id");
    }

    public UUID userId() {
        return row.id("user_id");
    }

    Credential credential() {
        var transports = new TreeSet<String>();
        if (row.json("transports") != null) {
            row.json("transports").forEach(each -> transports.add(each.asString("")));
        }
        var hex = HexFormat.of();
        return new Credential(
                Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(hex.parseHex(row.text("credential_id"))),
                hex.parseHex(row.text("public_key")),
                row.id("aaguid") == null ? new UUID(0, 0) : row.id("aaguid"),
                row.number("sign_count", 0), transports, row.truth("backup_eligible"),
                row.truth("backed_up"), row.text("attestation_type"));
    }

    /// As the API shows it.
    public ObjectNode json() {
        var json = Answers.object().put("id", id().toString());
        var name = row.text("friendly_name");
        if (name != null && !name.isEmpty()) {
            json.put("friendly_name", name);
        }
        Moments.write(json, "created_at", row.instant("created_at"));
        Moments.write(json, "last_used_at", row.instant("last_used_at"));
        return json;
    }
}
