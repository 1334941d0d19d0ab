package dev.loam.modules.auth.account;

import dev.loam.modules.auth.hook.Hooks;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.Identities;
import dev.loam.modules.auth.store.OneTimeTokens;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.ports.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Makes accounts, and confirms and changes their addresses with the identities that go with them.
public final class Accounts {
    private static final String ROLE = "authenticated";
    private static final int PHONE_DIGITS_MAX = 15;
    private static final int DOMAIN_CHARS_MAX = 200;

    private final String audience;
    private final Hooks hooks;
    private final Tokens tokens;
    private final Clock clock;

    public Accounts(String audience, Hooks hooks, Tokens tokens, Clock clock) {
        this.audience = audience;
        this.hooks = hooks;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// Makes an account, and for an address of its own the identity. Whoever calls has reserved the
    /// address and found it free.
    public User create(Statements tx, NewAccount given, Origin origin) {
        var user = enter(tx, given, given, origin);
        hooks.afterUserCreated(tx, UserJson.of(tx, user), origin.address());
        return user;
    }

    /// `asked` is what the hook is asked about, `given` what is kept.
    private User enter(Statements tx, NewAccount asked, NewAccount given, Origin origin) {
        var id = given.id() == null ? tokens.id() : given.id();
        var profile = given.provider() == null ? Answers.object() : profile(given, id);
        var metadata = Metadata.merged(given.userMetadata(), profile);
        var app = Metadata.merged(given.provider() == null ? Answers.object()
                : Metadata.ofProvider(given.provider()), given.appMetadata());
        hooks.beforeUserCreated(tx, preview(asked, id, metadata, app), origin.address());
        var user = Users.insert(tx, new Changes()
                .id("id", id)
                .text("aud", given.audience() == null ? audience : given.audience())
                .text("role", given.role() == null ? ROLE : given.role())
                .text("email", given.email())
                .text("phone", given.phone())
                .text("encrypted_password", Objects.requireNonNullElse(given.passwordHash(), ""))
                .json("raw_app_meta_data", app)
                .json("raw_user_meta_data", metadata)
                .truth("is_anonymous", given.anonymous()));
        if (given.email() != null && "email".equals(given.provider())
                || given.phone() != null && "phone".equals(given.provider())) {
            Identities.insert(tx, id, given.provider(), id.toString(), metadata);
        }
        AuditLog.write(tx, "user_signedup", user, origin.address(), given.provider() == null ? null
                : Answers.object().put("provider", given.provider()));
        return user;
    }

    /// Makes an account of an address that is taken, under another one, for the time that it takes;
    /// to be undone. The project's triggers and the hook that decides are asked as ever, the hook
    /// that tells is not.
    User pretend(Statements tx, NewAccount asked, Origin origin) {
        return enter(tx, asked, asked.under(
                asked.email() == null ? null : tokens.id() + domain(asked.email()),
                asked.phone() == null ? null : tokens.digits(PHONE_DIGITS_MAX)), origin);
    }

    /// That of the address with its `@`, since triggers may look at it.
    private static String domain(String email) {
        var domain = email.substring(email.indexOf('@'));
        return domain.length() > DOMAIN_CHARS_MAX ? "@invalid" : domain;
    }

    /// What both the account and its identity say of an address that nobody has confirmed yet.
    private static ObjectNode profile(NewAccount given, UUID id) {
        var profile = Answers.object();
        profile.put("sub", id.toString());
        if (given.email() != null) {
            profile.put("email", given.email());
        }
        if (given.phone() != null && given.email() == null) {
            profile.put("phone", given.phone());
        }
        profile.put("email_verified", false);
        profile.put("phone_verified", false);
        return profile;
    }

    private ObjectNode preview(
            NewAccount given, UUID id, ObjectNode metadata, ObjectNode app) {
        var columns = Answers.object();
        columns.put("id", id.toString());
        columns.put("aud", given.audience() == null ? audience : given.audience());
        columns.put("role", given.role() == null ? ROLE : given.role());
        columns.put("email", given.email());
        columns.put("phone", given.phone());
        columns.set("raw_app_meta_data", app);
        columns.set("raw_user_meta_data", metadata);
        columns.put("is_anonymous", given.anonymous());
        columns.put("created_at", clock.now().toString());
        columns.put("updated_at", clock.now().toString());
        return UserJson.of(new User(new Row(columns)), List.of(), List.of());
    }

    /// Notes that the owner of the account has the address; a nameless account has a name then.
    public User confirmEmail(Statements tx, User user) {
        verified(tx, user, "email", "email_verified");
        return Users.update(tx, user.id(), new Changes().now("email_confirmed_at")
                .truth("is_anonymous", false)
                .json("raw_user_meta_data", user.userMetadata().put("email_verified", true)));
    }

    public User confirmPhone(Statements tx, User user) {
        verified(tx, user, "phone", "phone_verified");
        return Users.update(tx, user.id(), new Changes().now("phone_confirmed_at")
                .truth("is_anonymous", false)
                .json("raw_user_meta_data", user.userMetadata().put("phone_verified", true)));
    }

    private static void verified(Statements tx, User user, String provider, String member) {
        var identity = Identities.find(tx, provider, user.id().toString());
        if (identity != null) {
            Identities.seen(tx, identity.id("id"), Answers.object().put(member, true));
        }
    }

    /// Gives an account a confirmed address, whether it had another one or none. Codes that were
    /// sent to that one open nothing any more.
    public User setEmail(Statements tx, User user, String email) {
        return setEmail(tx, user, email, true);
    }

    /// The same, `confirmed` or still to be proven.
    public User setEmail(Statements tx, User user, String email, boolean confirmed) {
        var changes = new Changes().text("email", email).text("email_change", "")
                .number("email_change_confirm_status", 0);
        OneTimeTokens.dropSentTo(tx, user.id(), user.email());
        return setAddress(tx, user, "email", email, confirmed, confirmed
                ? changes.now("email_confirmed_at") : changes.none("email_confirmed_at"));
    }

    public User setPhone(Statements tx, User user, String phone) {
        return setPhone(tx, user, phone, true);
    }

    public User setPhone(Statements tx, User user, String phone, boolean confirmed) {
        var changes = new Changes().text("phone", phone).text("phone_change", "");
        OneTimeTokens.dropSentTo(tx, user.id(), user.phone());
        return setAddress(tx, user, "phone", phone, confirmed, confirmed
                ? changes.now("phone_confirmed_at") : changes.none("phone_confirmed_at"));
    }

    private static User setAddress(
            Statements tx, User user, String provider, String address, boolean confirmed,
            Changes changes) {
        var data = Answers.object().put("sub", user.id().toString()).put(provider, address)
                .put(provider + "_verified", confirmed);
        identified(tx, user, provider, data);
        return Users.update(tx, user.id(), changes.truth("is_anonymous", false)
                .json("raw_app_meta_data", withProviders(tx, user))
                .json("raw_user_meta_data", Metadata.merged(user.userMetadata(), data)));
    }

    /// Adds the identity of an address that an account has from its beginning beside its first.
    public User addIdentity(Statements tx, User user, String provider, String address) {
        identified(tx, user, provider, Answers.object().put("sub", user.id().toString())
                .put(provider, address).put(provider + "_verified", false));
        return Users.update(tx, user.id(), new Changes()
                .json("raw_app_meta_data", withProviders(tx, user)));
    }

    private static void identified(
            Statements tx, User user, String provider, ObjectNode data) {
        var identity = Identities.find(tx, provider, user.id().toString());
        if (identity == null) {
            Identities.insert(tx, user.id(), provider, user.id().toString(), data);
        } else {
            Identities.seen(tx, identity.id("id"), data);
        }
    }

    /// The account's metadata with the providers of the identities it has now.
    public static ObjectNode withProviders(Statements tx, User user) {
        return Metadata.withProviders(user.appMetadata(), Identities.of(tx, user.id()).stream()
                .map(row -> row.text("provider")).toList());
    }
}
