package dev.loam.modules.auth;

import dev.loam.kernel.identity.PublicKeys;
import dev.loam.kernel.identity.ServiceKeys;
import dev.loam.kernel.identity.TokenSigner;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.Ports;
import dev.loam.modules.auth.account.Accounts;
import dev.loam.modules.auth.account.Codes;
import dev.loam.modules.auth.account.Intervals;
import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.account.Quietly;
import dev.loam.modules.auth.account.Sending;
import dev.loam.modules.auth.account.Texts;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.guard.BackOff;
import dev.loam.modules.auth.guard.CaptchaService;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.hook.Hooks;
import dev.loam.modules.auth.notice.Messages;
import dev.loam.modules.auth.notice.Notices;
import dev.loam.modules.auth.notice.Outbox;
import dev.loam.modules.auth.password.BreachRanges;
import dev.loam.modules.auth.password.PasswordPolicy;
import dev.loam.modules.auth.password.Passwords;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Refresher;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.upkeep.Sweeper;
import dev.loam.ports.database.Database;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.message.TextMessages;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.task.PatientThreads;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.function.UnaryOperator;
import java.util.function.Consumer;

/// The parts that several endpoints share, each made once.
final class Rooms {
    final AuthConfig config;
    final Clock clock;
    final Chance chance;
    final Outbound outbound;
    final PublicKeys publicKeys;
    final ServiceKeys keys;
    final AuthDatabase database;
    final Tokens tokens;
    final Hashes hashes;
    final Passwords passwords;
    final PasswordPolicy policy;
    final Limits limits;
    final BackOff backOff;
    final Gate gate;
    final Hooks hooks;
    final Outbox outbox;
    final Notices notices;
    final Messages messages;
    final UnaryOperator<String> signer;
    final Bearers bearers;
    final SessionIssuer issuer;
    final Refresher refresher;
    final Accounts accounts;
    final Codes codes;
    final Mailings mailings;
    final Texts texts;
    final Sending sending;
    final Quietly quietly;
    final Sweeper sweeper;

    Rooms(AuthConfig config, Ports ports) {
        this.config = config;
        this.clock = ports.port(Clock.class);
        this.outbound = ports.port(Outbound.class);
        this.publicKeys = ports.port(PublicKeys.class);
        this.keys = ports.port(ServiceKeys.class);
        this.chance = ports.port(Chance.class);
        this.database = new AuthDatabase(
                ports.port(Database.class), config.databaseRole(), clock);
        this.tokens = new Tokens(chance);
        this.hashes = new Hashes(config.secret());
        this.passwords = new Passwords(config.passwords().hashing(), chance,
                ports.port(PatientThreads.class));
        this.policy = new PasswordPolicy(config.passwords(), !config.passwords().breachedRefused()
                ? null : new BreachRanges(outbound, clock, config.passwords().breachService()));
        this.limits = new Limits(config.limits(), clock, chance);
        this.backOff = new BackOff(clock, chance);
        this.gate = new Gate(
                limits, CaptchaService.of(config.captcha(), outbound, clock));
        this.hooks = new Hooks(
                config.hooks(), outbound, clock, ports.port(Pause.class), tokens);
        this.outbox = new Outbox(clock, ports.port(Pause.class));
        this.notices = new Notices(config, ports.find(Mailer.class),
                hooks.sendsEmail() ? payload ->
                        told("send_email", tx -> hooks.sendEmail(tx, payload)) : null,
                outbox);
        this.messages = new Messages(config.phone(), config.factors(),
                ports.find(TextMessages.class),
                hooks.sendsSms() ? payload ->
                        told("send_sms", tx -> hooks.sendSms(tx, payload)) : null,
                outbox);
        this.signer = ports.port(TokenSigner.class)::sign;
        this.bearers = new Bearers(ports.port(Verifier.class),
                config.tokens().adminRoles(), clock);
        this.issuer = new SessionIssuer(config.tokens(), config.sessions(), issuer(config),
                signer, hooks, tokens, hashes, clock);
        this.refresher = new Refresher(database, issuer, config.sessions(), clock);
        this.accounts = new Accounts(config.tokens().audience(), hooks, tokens, clock);
        this.codes = new Codes(tokens, hashes);
        this.mailings = new Mailings(config, codes, tokens);
        this.texts = new Texts(config.phone(), codes);
        this.sending = new Sending(notices, messages, new Intervals(clock), limits,
                config.email(), config.phone());
        this.quietly = new Quietly(clock);
        this.sweeper = new Sweeper(database, config, ports.port(Pause.class));
    }

    /// A hook that sends is called in a transaction of its own where it is in the database; a call
    /// to another server holds no connection.
    private void told(String hook, Consumer<Statements> call) {
        if (!hooks.inDatabase(hook)) {
            call.accept(null);
            return;
        }
        database.transact(tx -> {
            call.accept(tx);
            return true;
        });
    }

    private static String issuer(AuthConfig config) {
        return config.tokens().issuer() == null ? config.address("") : config.tokens().issuer();
    }
}
