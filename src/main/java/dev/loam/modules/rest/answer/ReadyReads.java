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
/// what [Asking] holds. Each question has two places it may stand at, and takes that of whom nobody
/// asked for lately, so that memory is bounded, nothing has to be locked and what is seldom asked
/// does not take the place of what is often; with a new catalog all of them are empty.
public final class ReadyReads {
    private static final int PLACES = 8192;
    private static final int CHARS_MAX = 2_000;

    private volatile Places places = new Places(null);

    private record Places(Catalog catalog, AtomicReferenceArray<Known> known) {
        Places(Catalog catalog) {
            this(catalog, new AtomicReferenceArray<>(PLACES));
        }

        /// Null for nothing.
        Ready find(Asking asking, int place) {
            Known first = known.get(place);
            if (first != null && first.is(asking)) {
                return first.ready;
            }
            Known second = known.get(place ^ 1);
            return second != null && second.is(asking) ? second.ready : null;
        }

        /// Whoever stays was wanted once, and has to be wanted again to stay the next time.
        void put(Known fresh, int place) {
            Known first = known.get(place);
            if (first == null || !first.wanted) {
                known.set(place, fresh);
                return;
            }
            first.wanted = false;
            Known second = known.get(place ^ 1);
            if (second == null || !second.wanted) {
                known.set(place ^ 1, fresh);
            } else {
                second.wanted = false;
                known.set(place, fresh);
            }
        }
    }

    /// `wanted` is written by any thread; nothing but the choice of a place hangs on it.
    private static final class Known {
        private final Asking asking;
        private final Ready ready;
        private boolean wanted;

        Known(Asking asking, Ready ready) {
            this.asking = asking;
            this.ready = ready;
        }

        boolean is(Asking other) {
            if (!asking.equals(other)) {
                return false;
            }
            // Only a first write costs the other processors something.
            if (!wanted) {
                wanted = true;
            }
            return true;
        }
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
        Ready known = now.find(asking, place);
        if (known != null) {
            exchange.trail().ends(Trail.Phase.PARSE);
            exchange.trail().ends(Trail.Phase.PLAN);
            return known.with(Reuse.of(
                    known.answering().ask().preferences(), exchange.request()));
        }
        Ready ready = otherwise.get();
        now.put(new Known(asking, ready), place);
        return ready;
    }
}
