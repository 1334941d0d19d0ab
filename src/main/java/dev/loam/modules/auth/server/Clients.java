package dev.loam.modules.auth.server;

import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.List;
import java.util.UUID;

/// Applications: `auth.oauth_clients`. Of their secrets only hashes are kept.
final class Clients {
    private static final String SELECT =
            "select to_jsonb(c) from auth.oauth_clients c where c.deleted_at is null";

    private Clients() {
    }

    /// Null where there is none of that id.
    static Client byId(Statements tx, UUID id) {
        return Client.of(tx.first(SELECT + " and c.id = ?::uuid", id));
    }

    /// `registration` is `dynamic` or `manual`; `secret` is null for a public client.
    static Client insert(
            Statements tx, UUID id, ClientMetadata said, String registration, String secret) {
        return Client.of(tx.first("insert into auth.oauth_clients as c (id, client_secret_hash,"
                        + " registration_type, redirect_uris, grant_types, client_name, client_uri,"
                        + " logo_uri, client_type, token_endpoint_auth_method) values (?::uuid, ?,"
                        + " ?::auth.oauth_registration_type, ?, ?, ?, ?, ?,"
                        + " ?::auth.oauth_client_type, ?) returning to_jsonb(c)",
                id, secret == null ? null : Hashes.sha256(secret), registration,
                String.join(",", said.redirectUris()), String.join(",", said.grantTypes()),
                said.name(), said.uri(), said.logoUri(),
                said.confidential() ? "confidential" : "public", said.authMethod()));
    }

    /// Changes what is said; null where there is none of that id.
    static Client update(Statements tx, UUID id, ClientMetadata said) {
        return Client.of(tx.first("update auth.oauth_clients c set"
                + " client_name = coalesce(?, client_name), client_uri = coalesce(?, client_uri),"
                + " logo_uri = coalesce(?, logo_uri), redirect_uris = coalesce(?, redirect_uris),"
                + " grant_types = coalesce(?, grant_types), token_endpoint_auth_method ="
                + " coalesce(?, token_endpoint_auth_method), updated_at = now()"
                + " where c.id = ?::uuid and c.deleted_at is null returning to_jsonb(c)",
                said.name(), said.uri(), said.logoUri(), joined(said.redirectUris()),
                joined(said.grantTypes()), said.authMethod(), id));
    }

    static Client withSecret(Statements tx, UUID id, String secret) {
        return Client.of(tx.first("update auth.oauth_clients c set client_secret_hash = ?,"
                + " updated_at = now() where c.id = ?::uuid and c.deleted_at is null"
                + " returning to_jsonb(c)", Hashes.sha256(secret), id));
    }

    /// With its sessions and consents. False where there is none of that id.
    static boolean delete(Statements tx, UUID id) {
        return tx.change("delete from auth.oauth_clients where id = ?::uuid", id) > 0;
    }

    static List<Client> page(Statements tx, long offset, int limit) {
        return tx.rows(SELECT + " order by c.created_at desc, c.id offset ?::bigint"
                + " limit ?::bigint", offset, limit).stream().map(Client::new).toList();
    }

    static long count(Statements tx) {
        return tx.first("select jsonb_build_object('count', count(*)) from auth.oauth_clients"
                + " where deleted_at is null").number("count", 0);
    }

    private static String joined(List<String> texts) {
        return texts == null ? null : String.join(",", texts);
    }
}
