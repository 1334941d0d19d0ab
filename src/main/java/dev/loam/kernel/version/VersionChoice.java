package dev.loam.kernel.version;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Chooses the version of the API that a request is for: the one it names in `Loam-Version`, else
/// the one its API key or role is pinned to, else the usual one.
///
/// Its schema becomes the request's profile, unless the request names a profile itself: one that is
/// no version's, or any where it names no version. Answers say which version they are of; refusals
/// do not, since they become answers further out.
public final class VersionChoice implements Stage {
    /// The fields that answers have for it.
    public static final String FIELDS = "Loam-Version, Deprecation, Sunset";

    private static final String FIELD = "Loam-Version";
    private static final String READ_PROFILE = "Accept-Profile";
    private static final String WRITE_PROFILE = "Content-Profile";
    private static final String KEY = "\"api_key\":\"";
    private static final int KEY_CHARACTERS = 36;

    private final Map<String, Offered> byName = new HashMap<>();
    private final Map<String, Offered> byPin = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Set<String> schemas = new HashSet<>();
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
            schemas.add(offered.schema());
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
        var response = answer(exchange, chosen, next);
        return response.withHeaders(response.headers().plus(chosen.toAnswer()));
    }

    private HttpResponse answer(Exchange exchange, Offered chosen, Next next) {
        var request = exchange.request();
        String profile = profile(request);
        // Some clients always send the usual profile; the date is what they were told to send.
        boolean free = profile == null
                || request.header(FIELD) != null && schemas.contains(profile);
        if (!free && (chosen.mapped() == null || !profile.equals(chosen.schema()))) {
            return next.handle(exchange);
        }
        var headers = profile == null ? request.headers() : request.headers().toBuilder()
                .remove(READ_PROFILE).remove(WRITE_PROFILE).build();
        var inner = exchange.withRequest(request.withHeaders(headers.plus(chosen.toRequest())));
        return chosen.mapped() == null ? next.handle(inner) : chosen.mapped().handle(inner, next);
    }

    /// The schema that the request names itself, null for none.
    private static String profile(HttpRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        String profile = request.header(reads ? READ_PROFILE : WRITE_PROFILE);
        return profile != null ? profile : request.header(reads ? WRITE_PROFILE : READ_PROFILE);
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

    /// Keeps the counts beyond the life of the process.
    public Worker keeper(Database database, Pause pause) {
        return new UseKeeper(use, database, clock, pause);
    }

    public List<Meter> meters() {
        return List.of(new Meter("loam_version_requests_total", Meter.Kind.COUNTER,
                "Requests for each version of the API, by the API key or role of the caller.",
                List.of("version", "caller"), use::readings));
    }
}
