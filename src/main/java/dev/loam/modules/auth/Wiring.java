package dev.loam.modules.auth;

import dev.loam.modules.auth.about.About;
import dev.loam.modules.auth.account.ChangeUser;
import dev.loam.modules.auth.account.FetchSession;
import dev.loam.modules.auth.account.FollowLink;
import dev.loam.modules.auth.account.NewPassword;
import dev.loam.modules.auth.account.OneTimeCode;
import dev.loam.modules.auth.account.ReadUser;
import dev.loam.modules.auth.account.Reauthenticate;
import dev.loam.modules.auth.account.Recover;
import dev.loam.modules.auth.account.RefreshSession;
import dev.loam.modules.auth.account.Resend;
import dev.loam.modules.auth.account.SignIn;
import dev.loam.modules.auth.account.SignOut;
import dev.loam.modules.auth.account.SignUp;
import dev.loam.modules.auth.account.TokenGrants;
import dev.loam.modules.auth.account.Verifications;
import dev.loam.modules.auth.account.Verify;
import dev.loam.modules.auth.admin.AdminAudit;
import dev.loam.modules.auth.admin.AdminFactors;
import dev.loam.modules.auth.admin.AdminKeys;
import dev.loam.modules.auth.admin.AdminLinks;
import dev.loam.modules.auth.admin.AdminUsers;
import dev.loam.modules.auth.admin.SingleSignOn;
import dev.loam.modules.auth.external.External;
import dev.loam.modules.auth.external.ExternalParts;
import dev.loam.modules.auth.factor.AesSealer;
import dev.loam.modules.auth.factor.FactorEndpoints;
import dev.loam.modules.auth.passkey.PasskeyEndpoints;
import dev.loam.modules.auth.server.OAuthServerEndpoints;
import dev.loam.modules.auth.server.OAuthServerParts;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Endpoints;
import java.util.HashMap;
import java.util.Map;

/// Every endpoint of the module, on one page.
final class Wiring {
    private Wiring() {
    }

    static Endpoints endpoints(Rooms rooms, OAuthServerEndpoints server) {
        var endpoints = Endpoints.builder();
        new About(rooms.config, rooms.publicKeys::jwks).addTo(endpoints);
        var external = new External(new ExternalParts(rooms.config, rooms.database,
                rooms.accounts, rooms.issuer, rooms.bearers, rooms.mailings, rooms.sending,
                rooms.gate, rooms.tokens, rooms.outbound, rooms.clock));
        external.addTo(endpoints);
        endpoints.on("POST", "/token", new TokenGrants(grants(rooms, external)));
        ways(endpoints, rooms);
        own(endpoints, rooms);
        factors(endpoints, rooms);
        administration(endpoints, rooms);
        server.addTo(endpoints);
        return endpoints.build();
    }

    /// Loam as the authorization server of others.
    static OAuthServerEndpoints server(Rooms rooms) {
        return new OAuthServerEndpoints(new OAuthServerParts(rooms.config, rooms.database,
                rooms.bearers, rooms.issuer, rooms.refresher, rooms.signer, rooms.limits,
                rooms.tokens, rooms.clock));
    }

    private static Map<String, Endpoint> grants(Rooms rooms, External external) {
        var grants = new HashMap<String, Endpoint>();
        grants.put("password", new SignIn(new SignIn.Parts(rooms.config, rooms.database,
                rooms.issuer, rooms.passwords, rooms.policy, rooms.hooks, rooms.gate,
                rooms.backOff, rooms.clock)));
        grants.put("refresh_token", new RefreshSession(rooms.refresher, rooms.limits));
        grants.put("pkce", new FetchSession(
                rooms.database, rooms.issuer, rooms.limits, rooms.clock));
        grants.put("id_token", external::idToken);
        return grants;
    }

    /// Ways in, for people who have no session yet.
    private static void ways(Endpoints.Builder endpoints, Rooms rooms) {
        endpoints.on("POST", "/signup", new SignUp(new SignUp.Parts(rooms.config, rooms.database,
                rooms.accounts, rooms.issuer, rooms.passwords, rooms.policy, rooms.mailings,
                rooms.texts, rooms.sending, rooms.gate)));
        var code = new OneTimeCode(new OneTimeCode.Parts(rooms.config, rooms.database,
                rooms.accounts, rooms.mailings, rooms.texts, rooms.sending, rooms.quietly,
                rooms.gate));
        endpoints.on("POST", "/otp", code).on("POST", "/magiclink", code);
        endpoints.on("POST", "/recover", new Recover(rooms.config, rooms.database, rooms.mailings,
                rooms.sending, rooms.quietly, rooms.gate));
        endpoints.on("POST", "/resend", new Resend(rooms.config, rooms.database, rooms.mailings,
                rooms.texts, rooms.sending, rooms.quietly, rooms.gate));
        var verifications = new Verifications(rooms.config, rooms.accounts, rooms.codes,
                rooms.issuer, rooms.clock);
        endpoints.on("POST", "/verify", new Verify(
                rooms.database, verifications, rooms.limits, rooms.backOff, rooms.sending));
        endpoints.on("GET", "/verify", new FollowLink(
                rooms.config, rooms.database, verifications, rooms.limits, rooms.tokens,
                rooms.sending));
    }

    /// What people do with their own account.
    private static void own(Endpoints.Builder endpoints, Rooms rooms) {
        var newPassword = new NewPassword(
                rooms.config, rooms.passwords, rooms.policy, rooms.codes, rooms.clock);
        endpoints.on("GET", "/user", new ReadUser(rooms.database, rooms.bearers))
                .on("PUT", "/user", new ChangeUser(rooms.config, rooms.database, rooms.bearers,
                        rooms.accounts, newPassword, rooms.mailings, rooms.texts, rooms.sending,
                        rooms.limits, rooms.backOff))
                .on("POST", "/logout", new SignOut(rooms.database, rooms.bearers))
                .on("GET", "/reauthenticate", new Reauthenticate(rooms.database, rooms.bearers,
                        rooms.mailings, rooms.texts, rooms.sending));
    }

    private static void factors(Endpoints.Builder endpoints, Rooms rooms) {
        new FactorEndpoints(new FactorEndpoints.Parts(rooms.config, rooms.database,
                rooms.bearers, rooms.issuer, rooms.messages, rooms.sending, rooms.limits,
                rooms.hooks, new AesSealer(rooms.config.secret(), rooms.chance),
                rooms.hashes, rooms.chance, rooms.clock)).addTo(endpoints);
        new PasskeyEndpoints(new PasskeyEndpoints.Parts(rooms.config, rooms.database,
                rooms.bearers, rooms.issuer, rooms.gate, rooms.chance,
                rooms.clock)).addTo(endpoints);
    }

    private static void administration(Endpoints.Builder endpoints, Rooms rooms) {
        new AdminUsers(new AdminUsers.Parts(rooms.config, rooms.database, rooms.bearers,
                rooms.accounts, rooms.passwords, rooms.policy, rooms.sending, rooms.clock))
                .addTo(endpoints);
        new AdminLinks(new AdminLinks.Parts(rooms.config, rooms.database, rooms.bearers,
                rooms.accounts, rooms.passwords, rooms.policy, rooms.mailings, rooms.codes,
                rooms.sending)).addTo(endpoints);
        new AdminFactors(rooms.database, rooms.bearers, rooms.sending).addTo(endpoints);
        new AdminKeys(rooms.keys, rooms.database, rooms.bearers).addTo(endpoints);
        new SingleSignOn(rooms.bearers).addTo(endpoints);
        new AdminAudit(rooms.config, rooms.database, rooms.bearers).addTo(endpoints);
    }
}
