package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// The routes of one port, the longest prefix first. What no module answers has a route too, so
/// that its refusal is logged, worded and readable for web pages like any other.
record RouteTable(List<Route> routes, Route nowhere) {
    /// @throws IllegalArgumentException where two routes claim one prefix
    static RouteTable of(List<Route> routes, List<String> reserved) {
        var all = new ArrayList<>(routes);
        var taken = new HashSet<String>();
        for (var route : routes) {
            if (!taken.add(route.prefix())) {
                throw new IllegalArgumentException("two routes at " + route.prefix());
            }
        }
        for (var prefix : reserved) {
            if (taken.add(prefix)) {
                all.add(Route.open("absent", prefix, ErrorDialect.POSTGREST, exchange -> {
                    throw new Refusal(new PipelineFailure.ModuleAbsent(prefix));
                }));
            }
        }
        all.sort(Comparator.comparing((Route route) -> route.prefix().length()).reversed());
        return new RouteTable(List.copyOf(all), Route.open(
                "nowhere", "", ErrorDialect.POSTGREST, RouteTable::outside));
    }

    /// The position of the route that covers a path, or -1.
    int find(String path) {
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).covers(path)) {
                return i;
            }
        }
        return -1;
    }

    private static HttpResponse outside(Exchange exchange) {
        var request = exchange.request();
        if (request.path().equals("*") && request.method().equals("OPTIONS")) {
            // RFC 9110 section 9.3.7: a question about the server as a whole.
            return HttpResponse.Full.of(204,
                    Headers.of("Allow", "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS"), null);
        }
        throw new Refusal(new PipelineFailure.PathUnknown());
    }
}
