package dev.loam.modules.auth.external;

import dev.loam.modules.auth.account.Accounts;
import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.account.Metadata;
import dev.loam.modules.auth.account.NewAccount;
import dev.loam.modules.auth.account.SecurityNotices;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.Identities;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.ports.time.Clock;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Decides whose account somebody is let into whom a service vouches for.
///
/// 1. An identity that is known belongs to its account.
/// 2. An address that the service has verified leads to the account that has it confirmed.
/// 3. Where an account has the address but nobody ever confirmed it, whoever made it may have been
///    lying in wait: the verified owner takes it over, and every other way into it is closed.
/// 4. An address that the service has not verified leads to no account. The newcomer gets an
///    account of their own, without the address where somebody has it.
///
/// Everything happens in the transaction given, in which the identity and the address are reserved.
final class Admission {
    /// What else opens an account or was opened by it.
    private static final List<String> WAYS_IN = List.of("auth.identities",
            "auth.sessions", "auth.flow_state", "auth.one_time_tokens", "auth.mfa_factors",
            "auth.webauthn_credentials", "auth.oauth_consents", "auth.oauth_authorizations",
            "loam.recovery_codes");

    private final AuthConfig config;
    private final Accounts accounts;
    private final Mailings mailings;
    private final Clock clock;

    Admission(AuthConfig config, Accounts accounts, Mailings mailings, Clock clock) {
        this.config = config;
        this.accounts = accounts;
        this.mailings = mailings;
        this.clock = clock;
    }

    /// Who is let in. `mail` is not null where the address must be confirmed first, and `notice`
    /// where an account that was there has one more way in; each is to be sent once the transaction
    /// is committed.
    record Admitted(User user, Notice mail, Notice notice) {
    }

    /// An account, and whether the identity has just been added to it.
    private record Met(User user, boolean linked) {
    }

    Admitted admit(
            Statements tx, Provider provider, Profile profile, Mailings.Wish wish,
            Origin origin) {
        reserve(tx, provider, profile);
        var identity = Identities.find(tx, provider.name(), profile.subject());
        var met = identity != null ? new Met(returning(tx, identity, profile), false)
                : profile.emailVerified() ? verified(tx, provider, profile, origin)
                : new Met(unverified(tx, provider, profile, origin), false);
        var user = met.user();
        refuseBanned(user);
        boolean unproven = !user.confirmed() && user.email() != null;
        return new Admitted(user, unproven && !config.email().autoconfirm()
                ? mailings.confirmation(tx, user, wish) : null,
                met.linked() ? notice(tx, user, provider) : null);
    }

    /// Adds an identity to the account of somebody who is signed in; an account without a name so
    /// gets one.
    Admitted link(Statements tx, UUID userId, Provider provider, Profile profile, Origin origin) {
        reserve(tx, provider, profile);
        var user = Users.locked(tx, userId);
        if (user == null || user.instant("deleted_at") != null) {
            throw AuthCode.USER_NOT_FOUND.refusal(403, "User to link to does not exist");
        }
        refuseBanned(user);
        var identity = Identities.find(tx, provider.name(), profile.subject());
        if (identity != null) {
            throw AuthCode.IDENTITY_ALREADY_EXISTS.refusal(userId.equals(identity.id("user_id"))
                    ? "Identity is already linked" : "Identity is already linked to another user");
        }
        boolean named = user.email() == null && profile.emailVerified()
                && Users.byEmail(tx, profile.email()) == null;
        if (named) {
            user = Users.update(tx, userId, new Changes()
                    .text("email", profile.email()).now("email_confirmed_at"));
        }
        var linked = linked(tx, user, provider, profile, origin);
        return new Admitted(linked, null, notice(tx, linked, provider));
    }

    private static Notice notice(Statements tx, User user, Provider provider) {
        return SecurityNotices.identityLinked(UserJson.of(tx, user), provider.name());
    }

    /// At once with the address, so that two who come together cannot both be the first.
    private static void reserve(Statements tx, Provider provider, Profile profile) {
        Users.reserve(tx, "identity:" + provider.name() + ":" + profile.subject());
        if (profile.email() != null) {
            Users.reserve(tx, profile.email());
        }
    }

    private void refuseBanned(User user) {
        if (user.bannedAt(clock.now())) {
            throw AuthCode.USER_BANNED.refusal();
        }
    }

    private User returning(Statements tx, Row identity, Profile profile) {
        var user = Users.locked(tx, identity.id("user_id"));
        if (user == null || user.instant("deleted_at") != null) {
            throw AuthCode.USER_NOT_FOUND.refusal(403, "The account of this identity is gone");
        }
        Identities.seen(tx, identity.id("id"), profile.claims());
        var changes = new Changes().json("raw_user_meta_data",
                Metadata.merged(user.userMetadata(), metadata(profile, user.email())));
        if (profile.emailVerified() && profile.email().equals(user.email())
                && !user.emailConfirmed()) {
            changes.now("email_confirmed_at");
        }
        return Users.update(tx, user.id(), changes);
    }

    private Met verified(Statements tx, Provider provider, Profile profile, Origin origin) {
        var known = Users.byEmail(tx, profile.email());
        if (known == null) {
            return new Met(created(tx, provider, profile, profile.email(), origin), false);
        }
        if (known.emailConfirmed()) {
            return new Met(linked(tx, known, provider, profile, origin), true);
        }
        if (known.phoneConfirmed()) {
            // Somebody's account by telephone, who gave an address that is not theirs.
            Users.update(tx, known.id(), new Changes().none("email"));
            return new Met(created(tx, provider, profile, profile.email(), origin), false);
        }
        return new Met(takenOver(tx, known, provider, profile, origin), false);
    }

    private User unverified(Statements tx, Provider provider, Profile profile, Origin origin) {
        boolean free = profile.email() != null && Users.byEmail(tx, profile.email()) == null;
        return created(tx, provider, profile, free ? profile.email() : null, origin);
    }

    /// `email` is null where the account is to have none.
    private User created(
            Statements tx, Provider provider, Profile profile, String email, Origin origin) {
        if (!config.signupEnabled()) {
            throw AuthCode.SIGNUP_DISABLED.refusal();
        }
        var user = accounts.create(tx, new NewAccount(null, null, email, null, null, null, null,
                metadata(profile, email), Metadata.ofProvider(provider.name()), false), origin);
        Identities.insert(tx, user.id(), provider.name(), profile.subject(), profile.claims());
        return profile.emailVerified() ? accounts.confirmEmail(tx, user) : user;
    }

    private static User linked(
            Statements tx, User user, Provider provider, Profile profile, Origin origin) {
        Identities.insert(tx, user.id(), provider.name(), profile.subject(), profile.claims());
        AuditLog.write(tx, "identity_linked", user, origin.address(),
                Answers.object().put("provider", provider.name()));
        return Users.update(tx, user.id(), new Changes().truth("is_anonymous", false)
                .json("raw_app_meta_data", Metadata.withProviders(
                        user.appMetadata(), providers(tx, user.id())))
                .json("raw_user_meta_data", Metadata.merged(
                        user.userMetadata(), metadata(profile, user.email()))));
    }

    private static User takenOver(
            Statements tx, User known, Provider provider, Profile profile, Origin origin) {
        for (var table : WAYS_IN) {
            tx.change("delete from " + table + " where user_id = ?::uuid", known.id());
        }
        var emptied = Users.update(tx, known.id(), new Changes().text("encrypted_password", "")
                .none("phone").text("phone_change", "").text("email_change", "")
                .now("email_confirmed_at").json("raw_user_meta_data", Answers.object()));
        return linked(tx, emptied, provider, profile, origin);
    }

    /// All ways into an account, the oldest first.
    static List<String> providers(Statements tx, UUID userId) {
        return Identities.of(tx, userId).stream().map(row -> row.text("provider")).toList();
    }

    /// What an account takes over from a profile: an address only where it is the account's own.
    private static ObjectNode metadata(Profile profile, String email) {
        var metadata = profile.claims().deepCopy();
        if (email == null || !email.equals(profile.email())) {
            metadata.remove(List.of("email", "email_verified"));
        }
        return metadata;
    }
}
