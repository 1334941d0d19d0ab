package dev.loam.modules.realtime.socket;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Worker;
import dev.loam.kernel.rate.Rate;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.modules.realtime.channel.RowChanges;
import dev.loam.modules.realtime.channel.StoredMessages;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.failure.RealtimeFailure;
import dev.loam.modules.realtime.time.Alarms;
import dev.loam.modules.realtime.topic.Hub;
import dev.loam.modules.realtime.wire.Query;
import dev.loam.modules.realtime.wire.Version;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;

/// Opens WebSockets: the door of this package.
public final class Sockets {
    /// What a frame has beside a payload: names, references and, in text, escapes.
    private static final int FRAME_BYTES_MORE = 2 << 20;

    private final Parts parts;
    private final Sessions sessions;

    /// What other packages give to channels.
    public record Offers(RowChanges rows, ChannelAccess access, StoredMessages stored) {
    }

    public Sockets(
            RealtimeConfig config, Hub hub, Offers offers, Verifier verifier, Clock clock,
            Chance chance) {
        this.parts = new Parts(config, hub, offers.rows(), offers.access(), offers.stored(),
                new Tokens(verifier, clock), new Alarms(clock),
                new Rate(config.limits().joinsPerSecondMax(), Duration.ofSeconds(1), clock),
                clock, chance);
        this.sessions = new Sessions(config.limits().clientsMax());
        sessions.watch(parts);
    }

    /// Closes all sockets, so that their clients connect to another process; none opens any more.
    public void close() {
        sessions.close();
    }

    /// What has to run beside the requests.
    public Worker worker() {
        return parts.alarms();
    }

    /// The number of sockets open now.
    public int size() {
        return sessions.size();
    }

    /// Answers the handshake: an upgrade, or a refusal.
    public HttpResponse open(Exchange exchange) {
        var query = exchange.request().query();
        String vsn = Query.first(query, "vsn");
        Version version = Version.of(vsn);
        if (version == null) {
            throw new Refusal(new RealtimeFailure.VersionUnknown(vsn));
        }
        String token = Query.first(query, "apikey");
        if (token == null || token.isBlank()) {
            token = exchange.request().header("x-api-key");
        }
        if (token == null || token.isBlank()) {
            throw new Refusal(new RealtimeFailure.KeyMissing());
        }
        try {
            Tokens.Shown shown = parts.tokens().verify(token.strip());
            if (!sessions.hasRoom()) {
                throw new Refusal(new RealtimeFailure.TooManyClients());
            }
            return new HttpResponse.Upgrade(Headers.NONE,
                    new Session(parts, sessions, version, shown),
                    parts.config().limits().broadcastBytesMax() + FRAME_BYTES_MORE);
        } catch (TokenProblem problem) {
            throw new Refusal(problem.failure());
        }
    }
}
