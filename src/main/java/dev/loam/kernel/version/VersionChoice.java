package dev.loam.kernel.version;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Chooses the version of the API that a request is for: the one it names in `Loam-Version`, else
/// the one its API key or role is pinned to, else the usual one.
///
/// Its schema becomes the request's profile, unless the request names a profile itself. Answers say
/// which version they are of; refusals do not, since they become answers further out.
public final class VersionChoice implements Stage {
    private static final String FIELD = "Loam-Version";
    private static final String KEY = "\"api_key\":\"";
    private static final int KEY_CHARACTERS = 36;

    private final Map<String, Offered> byName = new HashMap<>();
    private final Map<String, Offered> byPin = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Offered usual;
    private final String route;
    private final Clock clock;
    private final Use use = new Use();

    /// `route` is the name of the one that has versions.
    public VersionChoice(Versions versions, String route, Clock clock) {
        for (ApiVersion version : versions.all()) {
            var offered = Offered.of(version);
            byName.put(offered.name(), offered);
            names.add(offered.name());
        }
        versions.pins().forEach((who, date) -> byPin.put(who, byName.get(date.toString())));
        this.usual = byName.get(String.valueOf(versions.usual()));
        this.route = route;
        this.clock = clock;
    }

    /// The stage on the route that has versions, null on others.
    public Stage of(Route asked) {
        return asked.name().equals(route) ? this : null;
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        var request = exchange.request();
        String caller = caller(exchange.caller());
        var chosen = chosen(request.header(FIELD), exchange.caller(), caller);
        use.count(chosen.name(), caller);
        if (chosen.end() != null && !clock.now().isBefore(chosen.end())) {
            throw new Refusal(new VersionFailure.VersionEnded(chosen.name(), chosen.sunset()));
        }
        var headers = request.headers();
        boolean free = !headers.contains("Accept-Profile") && !headers.contains("Content-Profile");
        var response = next.handle(free
                ? exchange.withRequest(request.withHeaders(headers.plus(chosen.toRequest())))
                : exchange);
        return response.withHeaders(response.headers().plus(chosen.toAnswer()));
    }

    private Offered chosen(String named, Caller caller, String who) {
        if (named != null) {
            var found = byName.get(named.strip());
            if (found == null) {
                throw new Refusal(new VersionFailure.VersionUnknown(names));
            }
            return found;
        }
        if (byPin.isEmpty()) {
            return usual;
        }
        var pinned = byPin.get(who);
        return pinned != null ? pinned
                : caller == null ? usual : byPin.getOrDefault(caller.role(), usual);
    }

    /// The id of the API key, else the role.
    private static String caller(Caller caller) {
        if (caller == null) {
            return "nobody";
        }
        int start = caller.claimsJson().indexOf(KEY);
        int end = start + KEY.length() + KEY_CHARACTERS;
        return start < 0 || end > caller.claimsJson().length() ? caller.role()
                : caller.claimsJson().substring(start + KEY.length(), end);
    }

    public List<Meter> meters() {
        return List.of(new Meter("loam_version_requests_total", Meter.Kind.COUNTER,
                "Requests for each version of the API, by the API key or role of the caller.",
                use::readings));
    }
}
