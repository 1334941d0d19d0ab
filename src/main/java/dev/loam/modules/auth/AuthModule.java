package dev.loam.modules.auth;

import dev.loam.kernel.identity.PublicKeys;
import dev.loam.kernel.identity.ServiceKeys;
import dev.loam.kernel.identity.TokenSigner;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.ModuleManifest;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.RunningModule;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.notice.MailboxPage;
import dev.loam.modules.auth.server.OAuthServerEndpoints;
import dev.loam.ports.database.Database;
import dev.loam.ports.mail.Inbox;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.message.TextMessages;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.task.PatientThreads;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The auth module's door.
public final class AuthModule {
    public static final ModuleManifest<AuthConfig> MANIFEST = new ModuleManifest<>(
            "auth", "Accounts, sessions and tokens, over the auth API that supabase-js speaks",
            AuthConfig.class,
            Set.of(Database.class, Clock.class, Chance.class, Pause.class, PatientThreads.class,
                    Outbound.class, Verifier.class, TokenSigner.class, PublicKeys.class,
                    ServiceKeys.class),
            Set.of(Mailer.class, TextMessages.class, Inbox.class),
            Set.of(), AuthModule::open);
    /// Where a developer reads the mail that was not sent.
    public static final String MAILBOX = "/auth/dev";

    private AuthModule() {
    }

    private static RunningModule open(AuthConfig config, Ports ports) {
        var rooms = new Rooms(config, ports);
        var server = Wiring.server(rooms);
        var endpoints = Wiring.endpoints(rooms, server);
        var routes = new ArrayList<Route>();
        routes.add(Route.open("auth", config.prefix(), ErrorDialect.AUTH, endpoints::handle));
        for (var path : OAuthServerEndpoints.OAUTH_PATHS) {
            routes.add(Route.open("auth", config.prefix() + path, ErrorDialect.OAUTH,
                    exchange -> endpoints.handle(exchange, path + exchange.pathInRoute())));
        }
        routes.add(Route.open("auth", "/.well-known", ErrorDialect.AUTH,
                server.wellKnown()::handle));
        if (config.development() && ports.find(Inbox.class) != null) {
            var mailbox = new MailboxPage(ports.port(Inbox.class), MAILBOX);
            routes.add(Route.open("auth", MAILBOX, ErrorDialect.PROBLEM, mailbox::handle));
        }
        // They end in this order: what is done quietly may have something to send.
        List<Worker> workers = List.of(rooms.sweeper, rooms.quietly, rooms.outbox);
        return new RunningModule(routes, workers, List.of(), rooms.passwords::close);
    }
}
