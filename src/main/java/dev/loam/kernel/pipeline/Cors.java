package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;

/// Lets web pages of other origins read answers, and answers their preflights.
///
/// A page of an origin that is not allowed gets the answer without the fields, as PostgREST has it:
/// it is the browser that withholds it.
///
/// Source: Fetch standard, "CORS protocol"; PostgREST documentation, "CORS".
final class Cors implements Stage {
    private static final String EXPOSE = "Access-Control-Expose-Headers";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    /// Where origins differ, caches must keep the answers apart (Fetch standard, section 3.3).
    private static final Headers FOR_STRANGERS = Headers.of("Vary", "Origin");
    private static final String OF_CACHES = ", ETag, Age, Cache-Status, Loam-Position";
    private static final Headers FOR_ANYONE = Headers.of(ALLOW_ORIGIN, "*");

    private final CorsPolicy policy;
    private final CorsTerms terms;
    private final String methods;
    private final String maxAgeSeconds;
    private final Exposed exposed;
    /// The same behind what any page is told, joined once and not for each answer.
    private final Exposed exposedToAnyone;

    /// What a page may read of an answer, of one that leads on (a page cannot follow a link that it
    /// may not read), and of one that a cache was asked for.
    private record Exposed(Headers fields, Headers links, Headers caches) {
        static Exposed of(String exposed) {
            String links = exposed.contains("Link") ? exposed : exposed + ", Link";
            return new Exposed(Headers.of(EXPOSE, exposed), Headers.of(EXPOSE, links),
                    Headers.of(EXPOSE, links + OF_CACHES));
        }

        Exposed behind(Headers first) {
            return new Exposed(first.plus(fields), first.plus(links), first.plus(caches));
        }

        Headers in(Headers answer) {
            return answer.contains("Cache-Status") ? caches
                    : answer.contains("Link") ? links : fields;
        }
    }

    /// `exposed` is what a page may read beside the fields that every page may.
    Cors(CorsPolicy policy, CorsTerms terms, String exposed) {
        this.policy = policy;
        this.terms = terms;
        this.methods = String.join(", ", terms.methods());
        this.maxAgeSeconds = Long.toString(terms.preflightAge().toSeconds());
        this.exposed = Exposed.of(exposed);
        this.exposedToAnyone = this.exposed.behind(FOR_ANYONE);
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        var fields = fields(exchange.request());
        if (fields.contains(ALLOW_ORIGIN) && preflight(exchange.request())) {
            return permission(exchange.request(), fields);
        }
        var response = next.handle(exchange);
        // A function in the database may have set the fields itself; sent twice they would be void.
        if (response.headers().contains(ALLOW_ORIGIN)) {
            return response;
        }
        boolean exposes = fields.contains(ALLOW_ORIGIN)
                && !exchange.request().method().equals("OPTIONS");
        if (!exposes) {
            return response.withHeaders(response.headers().plus(fields));
        }
        Headers headers = response.headers();
        return response.withHeaders(headers.plus(fields == FOR_ANYONE
                ? exposedToAnyone.in(headers) : fields.plus(exposed.in(headers))));
    }

    /// The fields for the page of this request; without an origin where it may not read the answer.
    private Headers fields(HttpRequest request) {
        return switch (policy) {
            case CorsPolicy.Closed() -> Headers.NONE;
            case CorsPolicy.Anyone() -> FOR_ANYONE;
            case CorsPolicy.Only only -> {
                var origin = request.header("Origin");
                yield !only.allows(origin) ? FOR_STRANGERS
                        : terms.credentials() ? Headers.of(ALLOW_ORIGIN, origin,
                                "Access-Control-Allow-Credentials", "true", "Vary", "Origin")
                        : Headers.of(ALLOW_ORIGIN, origin, "Vary", "Origin");
            }
        };
    }

    private static boolean preflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    private HttpResponse permission(HttpRequest request, Headers fields) {
        var permission = Headers.builder().add("Access-Control-Allow-Methods", methods);
        if (request.headers().contains("Access-Control-Request-Headers")) {
            permission.add("Access-Control-Allow-Headers", terms.headers().isEmpty()
                    ? allowedHeaders(request) : String.join(", ", terms.headers()));
        }
        permission.add("Access-Control-Max-Age", maxAgeSeconds);
        return HttpResponse.Full.of(200, fields.plus(permission.build()), new byte[0]);
    }

    /// The fields that are always allowed, and in their midst what the page asks for. Only names
    /// are repeated: nothing that a client sends can add a field to the answer.
    private static String allowedHeaders(HttpRequest request) {
        var names = new LinkedHashMap<String, String>();
        add(names, "Authorization");
        for (var line : request.headers().all("Access-Control-Request-Headers")) {
            for (var name : line.split(",")) {
                if (token(name.strip())) {
                    add(names, name.strip());
                }
            }
        }
        add(names, "Accept");
        add(names, "Accept-Language");
        add(names, "Content-Language");
        return String.join(", ", names.values());
    }

    private static void add(LinkedHashMap<String, String> names, String name) {
        names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    }

    /// RFC 9110 section 5.6.2.
    static boolean token(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z';
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
