package dev.loam.kernel.admission;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Gives requests a place before they use the database: on the routes that ask for callers, and,
/// where it was made [#forRoutes], on others that have connections of their own.
///
/// A request takes its place when it first needs a connection: an answer that was kept waits for
/// nobody, and a client that is slow to send its body holds none meanwhile. The place is given back
/// when the handler has returned, or when a body that is written as it is made has been; but a
/// change of protocol or a stream of events, which go on for ever, give it back with the handler.
public final class Admission implements Stage, Stage.Maker {
    private static final String EVENTS = "text/event-stream";

    private final Gate gate;
    private final Set<String> services;
    private final Predicate<Route> routes;
    private final Refusals refusals = new Refusals();

    public Admission(AdmissionConfig config, Clock clock) {
        this(config, clock, Route::identified);
    }

    private Admission(AdmissionConfig config, Clock clock, Predicate<Route> routes) {
        this.gate = new Gate(config, clock);
        this.services = config.services();
        this.routes = routes;
    }

    /// That of the routes of one name, whose modules find out by themselves who asks.
    public static Admission forRoutes(String name, AdmissionConfig config, Clock clock) {
        return new Admission(config, clock, route -> route.name().equals(name));
    }

    @Override
    public Stage of(Route route) {
        return routes.test(route) ? this : null;
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        var place = new Place(this, exchange);
        boolean held = false;
        boolean tells = false;
        try {
            HttpResponse response = next.handle(exchange.withTurn(place));
            if (response instanceof HttpResponse.Stream stream && ends(stream)) {
                held = true;
                return new HttpResponse.Stream(stream.status(), stream.reason(),
                        stream.headers(), new HeldBody(stream.body(), place));
            }
            tells = response.status() < 400 && response instanceof HttpResponse.Full;
            return response;
        } finally {
            if (!held) {
                place.leave(tells);
            }
        }
    }

    private static boolean ends(HttpResponse.Stream stream) {
        String type = stream.headers().first("Content-Type");
        return type == null || !type.startsWith(EVENTS);
    }

    /// Ends the waits whose time is up. Without it nobody is let go.
    public Worker ticker() {
        return gate.ticker();
    }

    /// The figures, whose names begin with `prefix`.
    public List<Meter> meters(String prefix) {
        return GateMeters.of(gate, prefix);
    }

    Gate gate() {
        return gate;
    }

    Set<String> services() {
        return services;
    }

    Refusals refusals() {
        return refusals;
    }
}
