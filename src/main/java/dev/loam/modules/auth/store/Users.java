package dev.loam.modules.auth.store;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.List;
import java.util.UUID;

/// Accounts: `auth.users`. Addresses are compared as they are kept: email in lower case, phone
/// without the plus sign. Deleted accounts are found by id alone.
public final class Users {
    /// That of the only instance, which old columns name.
    public static final String INSTANCE = "00000000-0000-0000-0000-000000000000";
    private static final String SELECT = "select to_jsonb(u) from auth.users u where ";
    private static final String CREDENTIALS = "select jsonb_build_object('id', u.id,"
            + " 'encrypted_password', u.encrypted_password, 'banned_until', u.banned_until,"
            + " 'email_confirmed_at', u.email_confirmed_at,"
            + " 'phone_confirmed_at', u.phone_confirmed_at) from auth.users u where ";

    private Users() {
    }

    public static User byId(Statements tx, UUID id) {
        return User.of(tx.first(SELECT + "u.id = ?::uuid", id));
    }

    /// The same, kept from changing until the transaction ends.
    public static User locked(Statements tx, UUID id) {
        return User.of(tx.first(SELECT + "u.id = ?::uuid for update", id));
    }

    /// What decides on a sign-in with the password of an email address, or else of a phone number:
    /// a few columns, and not locked, since a lock is a write and both take time that tells that
    /// there is an account.
    public static User credentials(Statements tx, String email, String phone) {
        return User.of(email != null
                ? tx.first(CREDENTIALS + "u.email = ? and not u.is_sso_user"
                        + " and u.deleted_at is null", email)
                : tx.first(CREDENTIALS + "u.phone = ? and u.deleted_at is null", phone));
    }

    /// The account of an address that is not one of single sign-on, locked.
    public static User byEmail(Statements tx, String email) {
        return User.of(tx.first(SELECT + "u.email = ? and not u.is_sso_user"
                + " and u.deleted_at is null for update", email));
    }

    public static User byPhone(Statements tx, String phone) {
        return User.of(tx.first(
                SELECT + "u.phone = ? and u.deleted_at is null for update", phone));
    }

    /// Adds an account; what is not said has the tables' defaults.
    public static User insert(Statements tx, Changes given) {
        given.id("instance_id", UUID.fromString(INSTANCE)).now("created_at").now("updated_at");
        return User.of(tx.first("insert into auth.users as u " + given.inserted()
                + " returning to_jsonb(u)", given.binds()));
    }

    /// Changes an account and answers what it has become.
    public static User update(Statements tx, UUID id, Changes changes) {
        return User.of(tx.first("update auth.users u set " + changes.now("updated_at")
                .assignments() + " where u.id = ?::uuid returning to_jsonb(u)",
                changes.binds(id)));
    }

    public static void delete(Statements tx, UUID id) {
        tx.change("delete from auth.users where id = ?::uuid", id);
    }

    /// Waits for whoever is making an account of that address, so that two sign-ups at once do not
    /// both find it free. Holds to the end of the transaction.
    public static void reserve(Statements tx, String address) {
        tx.rows("select jsonb_build_object('locked', true) from (select pg_advisory_xact_lock("
                + "hashtextextended('loam.auth.address:' || ?, 0))) locked", address);
    }

    /// A page of accounts, newest first, whose address or name has the text in it; null for all.
    public static List<User> page(Statements tx, String filter, long offset, int limit) {
        return tx.rows("select to_jsonb(u) from auth.users u where " + MATCHES
                        + " order by u.created_at desc, u.id offset ?::bigint limit ?::bigint",
                filter, filter, filter, filter, filter, offset, limit)
                .stream().map(User::new).toList();
    }

    public static long count(Statements tx, String filter) {
        return tx.first("select jsonb_build_object('count', count(*)) from auth.users u where "
                + MATCHES, filter, filter, filter, filter, filter).number("count", 0);
    }

    private static final String MATCHES = "u.deleted_at is null and (?::text is null"
            + " or strpos(lower(u.email), lower(?)) > 0 or strpos(u.phone, ?) > 0"
            + " or strpos(lower(u.raw_user_meta_data ->> 'full_name'), lower(?)) > 0"
            + " or u.id::text = ?)";
}
