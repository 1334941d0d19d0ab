package dev.loam.modules.realtime;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.ModuleManifest;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.RunningModule;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.realtime.api.BroadcastApi;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.failure.RealtimeFailure;
import dev.loam.modules.realtime.socket.Sockets;
import dev.loam.modules.realtime.topic.Hub;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Live changes, messages and presence over WebSockets.
public final class RealtimeModule {
    /// The name that the scopes of API keys know it by.
    static final String NAME = "realtime";

    /// Where the streams of changed rows lie.
    private static final String STREAMS = "/changes/v1";

    public static final ModuleManifest<RealtimeConfig> MANIFEST = new ModuleManifest<>(NAME,
            "Live changes, messages and presence over WebSockets", RealtimeConfig.class,
            Set.of(Database.class, ChangeFeed.class, Lineages.class, Verifier.class, Clock.class,
                    Chance.class, Pause.class),
            Set.of(), Set.of(), RealtimeModule::open);

    private RealtimeModule() {
    }

    private static RunningModule open(RealtimeConfig config, Ports ports) {
        var hub = new Hub(ports.port(Chance.class));
        Offered offered = Offered.of(config, ports, hub);
        RunningModule module = open(config, ports, hub, offered.offers());
        List<Route> routes = new ArrayList<>(module.routes());
        routes.add(Route.open(NAME, STREAMS, ErrorDialect.REALTIME, offered.streams()::handle));
        List<Worker> workers = new ArrayList<>(offered.workers());
        workers.addAll(module.workers());
        return new RunningModule(routes, workers, module.checks(), module.meters(), () -> {
            module.drain().run();
            offered.streams().close();
        }, offered::end);
    }

    /// With what channels are offered besides.
    static RunningModule open(
            RealtimeConfig config, Ports ports, Hub hub, Sockets.Offers offered) {
        var clock = ports.port(Clock.class);
        var sockets = new Sockets(config, hub, offered, ports.port(Verifier.class), clock,
                ports.port(Chance.class));
        var api = new BroadcastApi(
                hub, offered.access(), config.limits(), config.privateOnly(), clock);
        return new RunningModule(List.of(
                Route.open(NAME, config.prefix() + "/websocket", ErrorDialect.REALTIME,
                        sockets::open),
                new Route(NAME, config.prefix() + "/api/broadcast", ErrorDialect.REALTIME,
                        api::handle),
                Route.open(NAME, config.prefix(), ErrorDialect.REALTIME, RealtimeModule::page)),
                List.of(sockets.worker()), List.of(), meters(sockets, hub), sockets::close,
                () -> { });
    }

    private static List<Meter> meters(Sockets sockets, Hub hub) {
        return List.of(
                Meter.gauge("loam_realtime_sockets", "WebSockets that are open.", sockets::size),
                Meter.gauge("loam_realtime_topics", "Topics that somebody has joined.",
                        hub::size));
    }

    private static HttpResponse page(Exchange exchange) {
        String method = exchange.request().method();
        return switch (exchange.pathInRoute()) {
            case "/api/ping", "/healthcheck", "/api/healthcheck" -> {
                if (!method.equals("GET") && !method.equals("HEAD")) {
                    throw new Refusal(new RealtimeFailure.MethodUnsupported("GET, HEAD"));
                }
                yield HttpResponse.Full.of(200,
                        Headers.of("Content-Type", "application/json; charset=utf-8"),
                        "{\"message\":\"Success\"}".getBytes(StandardCharsets.UTF_8));
            }
            default -> throw new Refusal(new RealtimeFailure.PathUnknown());
        };
    }
}
