package dev.loam.modules.auth.external;

import dev.loam.modules.auth.account.Accounts;
import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.account.Sending;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.time.Clock;

/// What sign-in with other services needs.
public record ExternalParts(
        AuthConfig config, AuthDatabase database, Accounts accounts, SessionIssuer issuer,
        Bearers bearers, Mailings mailings, Sending sending, Gate gate,
        Tokens tokens, Outbound outbound, Clock clock) {
}
