package dev.loam.modules.rest.answer;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Reuse;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Reads that were made ready before, for those who ask the same again: reading, planning and
/// writing down cost several times what an answer costs that is kept.
///
/// Nobody can tell: all of it is a function of the catalog, of the settings of this module and of
/// what [Asking] holds. A place is taken by whoever came last, so that memory is bounded and
/// nothing has to be locked; with a new catalog all of them are empty.
public final class ReadyReads {
    private static final int PLACES = 1024;
    private static final int CHARS_MAX = 2_000;

    private volatile Places places = new Places(null);

    private record Places(Catalog catalog, AtomicReferenceArray<Known> known) {
        Places(Catalog catalog) {
            this(catalog, new AtomicReferenceArray<>(PLACES));
        }
    }

    private record Known(Asking asking, Ready ready) {
    }

    /// All of a reading request that counts before it has a session. `prefer` and `accept` are the
    /// fields of those names.
    private record Asking(
            Method method, String schema, String path, String query, String role, String range,
            List<String> prefer, List<String> accept) {
        static Asking of(Exchange exchange, Method method, String schema) {
            HttpRequest request = exchange.request();
            Headers headers = request.headers();
            return new Asking(method, schema, exchange.pathInRoute(), request.query(),
                    exchange.caller().role(), headers.first("Range"), headers.all("Prefer"),
                    headers.all("Accept"));
        }
    }

    /// What `otherwise` would make of the request, which must be a GET or HEAD.
    public Ready ready(
            Exchange exchange, Catalog catalog, Method method, String schema,
            Supplier<Ready> otherwise) {
        String query = exchange.request().query();
        if (query != null && query.length() > CHARS_MAX) {
            return otherwise.get();
        }
        Places now = places;
        if (now.catalog() != catalog) {
            now = new Places(catalog);
            places = now;
        }
        Asking asking = Asking.of(exchange, method, schema);
        int hash = asking.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Known known = now.known().get(place);
        if (known != null && known.asking().equals(asking)) {
            exchange.trail().ends(Trail.Phase.PARSE);
            exchange.trail().ends(Trail.Phase.PLAN);
            return known.ready().with(Reuse.of(
                    known.ready().answering().ask().preferences(), exchange.request()));
        }
        Ready ready = otherwise.get();
        now.known().set(place, new Known(asking, ready));
        return ready;
    }
}
