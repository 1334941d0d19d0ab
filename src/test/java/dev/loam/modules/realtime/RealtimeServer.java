package dev.loam.modules.realtime;

import dev.loam.adapters.httpserver.WebServer;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.failure.Refusal;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.PhoenixClient;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.Tokens;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.IdentityConfig;
import dev.loam.kernel.identity.IdentityFailure;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.RunningModule;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.pipeline.PipelineConfig;
import dev.loam.kernel.pipeline.PipelineParts;
import dev.loam.kernel.pipeline.StandardPipeline;
import dev.loam.modules.realtime.channel.Broadcasts;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.modules.realtime.channel.Outlet;
import dev.loam.modules.realtime.channel.RowChanges;
import dev.loam.modules.realtime.channel.StoredMessages;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.socket.Sockets;
import dev.loam.modules.realtime.topic.Hub;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// The realtime module over a real server, with what it needs from a database played by itself.
final class RealtimeServer implements AutoCloseable {
    static final String PUBLISHABLE = "sb_publishable_of_the_tests";
    static final String SECRET = "sb_secret_of_the_tests";
    private static final Clock CLOCK = new SystemClock();
    private static final Chance CHANCE = bytes -> ThreadLocalRandom.current().nextBytes(bytes);

    final PlayedRows rows = new PlayedRows();
    final Map<String, ChannelAccess.Rights> rights = new ConcurrentHashMap<>();
    final List<StoredMessages.Stored> stored = new ArrayList<>();
    Broadcasts broadcasts;
    private final Thread worker;
    private final WebServer server;

    private final RunningModule module;
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    Runnable whileReplaying = () -> { };

    private RealtimeServer(RealtimeConfig config) {
        var tokens = new TokenVerifier(IdentityConfig.of(new Secret(Tokens.SECRET), "anon", null,
                true, List.of(new IdentityConfig.OpaqueKey(new Secret(PUBLISHABLE), "anon"),
                new IdentityConfig.OpaqueKey(new Secret(SECRET), "service_role"))), CLOCK);
        Verifier verifier = (authorization, apikey) -> {
            if (apikey != null && revoked.contains(apikey)) {
                throw new Refusal(new IdentityFailure.KeyUnknown());
            }
            return tokens.verify(authorization, apikey);
        };
        var hub = new Hub(CHANCE);
        broadcasts = hub;
        module = RealtimeModule.open(config, Ports.of(Map.of(
                Verifier.class, verifier, Clock.class, CLOCK, Chance.class, CHANCE)), hub,
                new Sockets.Offers(rows, this::rights,
                        (_, _, since, limit) -> {
                            whileReplaying.run();
                            return stored.stream().limit(limit).toList();
                        }));
        this.worker = Thread.ofVirtual().start(() -> {
            try {
                module.workers().getFirst().run();
            } catch (InterruptedException _) {
                // The test is over.
            }
        });
        this.server = WebServer.start("127.0.0.1", 0, HttpLimits.DEFAULT, new StandardPipeline(
                PipelineConfig.CLOSED, module.routes(),
                PipelineParts.plain(tokens, AccessJournal.NONE, CLOCK)));
    }

    static RealtimeServer start() {
        return start(RealtimeConfig.DEFAULT);
    }

    static RealtimeServer start(RealtimeConfig config) {
        return new RealtimeServer(config);
    }

    private ChannelAccess.Rights rights(Caller caller, String topic) {
        return rights.getOrDefault(caller.role() + " " + topic,
                new ChannelAccess.Rights(false, false, false, false));
    }

    PhoenixClient connect() {
        return PhoenixClient.connect(server.port(), PUBLISHABLE);
    }

    PhoenixClient connectOld() {
        return PhoenixClient.connectOld(server.port(), PUBLISHABLE);
    }

    RawHttp http() {
        return new RawHttp(server.port());
    }

    int port() {
        return server.port();
    }

    /// Ends as a process does.
    void drain(Duration atMost) {
        module.drain().run();
        server.drain(atMost);
    }

    @Override
    public void close() {
        server.close();
        worker.interrupt();
    }

    /// Remembers who joined with what; a test tells the changes itself.
    static final class PlayedRows implements RowChanges {
        final List<Outlet> outlets = new ArrayList<>();
        final List<Wanted> wanted = new ArrayList<>();
        final List<String> callers = new ArrayList<>();
        Lsn after;
        int closed;

        @Override
        public synchronized Joined join(
                Caller caller, List<Wanted> asked, Lsn position, Outlet outlet) {
            outlets.add(outlet);
            wanted.addAll(asked);
            callers.add(caller.role());
            after = position;
            // As one that is live at once may do: the reply is not out yet.
            outlet.system("postgres_changes", true, "Subscribed to PostgreSQL");
            return new Joined() {
                @Override
                public List<Long> ids() {
                    return asked.stream().map(one -> (long) one.hashCode()).toList();
                }

                @Override
                public void callerIs(Caller next) {
                    callers.add(next.role());
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }
}
