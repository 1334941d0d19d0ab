package dev.loam.modules.auth.server;

import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.session.Moments;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.wire.Answers;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// An application that signs people in with this server: a row of `auth.oauth_clients`.
record Client(Row row) {
    static Client of(Row row) {
        return row == null ? null : new Client(row);
    }

    UUID id() {
        return row.id("id");
    }

    /// Whether it has a secret to prove who it is.
    boolean confidential() {
        return "confidential".equals(row.text("client_type"));
    }

    boolean proven(String secret) {
        return Hashes.equal(Hashes.sha256(secret), row.text("client_secret_hash"));
    }

    List<String> redirectUris() {
        return List.of(row.text("redirect_uris").split(","));
    }

    List<String> grantTypes() {
        return List.of(row.text("grant_types").split(","));
    }

    /// Whether nobody else can come by a code that was issued to it, or make use of one.
    boolean assured(String redirectUri) {
        return confidential() || RedirectUris.assuring(redirectUri);
    }

    /// What people who are asked for consent see of it.
    ObjectNode shown() {
        return Answers.object().put("id", row.text("id"))
                .put("name", text("client_name"))
                .put("uri", text("client_uri"))
                .put("logo_uri", text("logo_uri"));
    }

    /// As its owner sees it. Source: RFC 7591 section 3.2.1.
    ObjectNode json() {
        var json = Answers.object();
        json.put("client_id", row.text("id"));
        json.put("client_name", text("client_name"));
        json.put("client_type", row.text("client_type"));
        json.put("token_endpoint_auth_method", row.text("token_endpoint_auth_method"));
        json.put("registration_type", row.text("registration_type"));
        if (row.text("client_uri") != null) {
            json.put("client_uri", row.text("client_uri"));
        }
        if (row.text("logo_uri") != null) {
            json.put("logo_uri", row.text("logo_uri"));
        }
        redirectUris().forEach(json.putArray("redirect_uris")::add);
        grantTypes().forEach(json.putArray("grant_types")::add);
        json.putArray("response_types").add("code");
        Moments.write(json, "created_at", row.instant("created_at"));
        Moments.write(json, "updated_at", row.instant("updated_at"));
        return json;
    }

    private String text(String column) {
        return row.text(column) == null ? "" : row.text(column);
    }
}
