package dev.loam.app.running;

import dev.loam.adapters.httpclient.JdkOutbound;
import dev.loam.adapters.httpclient.WebhookTextMessages;
import dev.loam.adapters.linux.NiceThreads;
import dev.loam.adapters.memory.Mailbox;
import dev.loam.adapters.smtp.SmtpMailer;
import dev.loam.base.config.Secret;
import dev.loam.kernel.identity.PublicKeys;
import dev.loam.kernel.identity.ServiceKeys;
import dev.loam.kernel.identity.TokenSigner;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.RunningModule;
import dev.loam.modules.auth.AuthModule;
import dev.loam.ports.database.Database;
import dev.loam.ports.mail.Inbox;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.message.TextMessages;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.task.PatientThreads;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// The auth module with the adapters that it alone uses.
final class AuthServing implements AutoCloseable {
    private final JdkOutbound outbound;
    private final RunningModule module;

    /// What it shares with the rest of the process.
    record Shared(
            Database database, Identity identity, Verifier verifier, Secret secret, URI url,
            Clock clock) {
    }

    AuthServing(AuthParts parts, Shared shared) {
        this.outbound = new JdkOutbound(shared.clock(), !parts.production());
        var config = AuthMapping.of(parts.settings(), parts.role(), shared.secret(),
                shared.url(), !parts.production());
        this.module = AuthModule.MANIFEST.open(config, Ports.of(ports(parts, shared)));
    }

    private Map<Class<?>, Object> ports(AuthParts parts, Shared shared) {
        Map<Class<?>, Object> ports = new HashMap<>();
        ports.put(Database.class, shared.database());
        ports.put(Clock.class, shared.clock());
        ports.put(Chance.class, new SystemChance());
        ports.put(Pause.class, new RandomPause());
        ports.put(PatientThreads.class, new NiceThreads());
        ports.put(Outbound.class, outbound);
        ports.put(Verifier.class, shared.verifier());
        ports.put(TokenSigner.class, shared.identity().signer());
        ports.put(PublicKeys.class, (PublicKeys) () -> shared.identity().keys().jwks());
        ports.put(ServiceKeys.class, shared.identity().serviceKeys());
        if (!parts.production()) {
            var mailbox = new Mailbox(shared.clock());
            ports.put(Inbox.class, mailbox);
            ports.put(Mailer.class, mailbox);
            ports.put(TextMessages.class, mailbox);
        }
        if (parts.settings().smtp() != null) {
            ports.put(Mailer.class,
                    new SmtpMailer(parts.settings().smtp(), shared.clock()));
        }
        var sms = parts.settings().sms();
        if (sms != null) {
            ports.put(TextMessages.class, new WebhookTextMessages(
                    outbound, shared.clock(), sms.address(), sms.secret()));
        }
        return ports;
    }

    RunningModule module() {
        return module;
    }

    @Override
    public void close() {
        module.end().run();
        outbound.close();
    }
}
