package dev.loam.kernel.version.mapping;

import dev.loam.base.failure.Refusal;
import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Requests of a version in its names, answered by what has those of today.
///
/// The query and the body are renamed before the request goes on, and the rows of the answer on
/// their way back, each row as it comes. What is the same today costs nothing but a look at its
/// name.
public final class MappedRequests implements Stage {
    private static final String CALL = "/rpc/";
    private static final String BATCH = "application/vnd.loam.batch+json";

    private final Mapping mapping;
    private final MappedBody bodies;

    public MappedRequests(Mapping mapping) {
        this.mapping = mapping;
        this.bodies = new MappedBody(mapping);
    }

    /// What a request names in the route.
    ///
    /// @param rows of what it answers
    /// @param arguments of a call, null for a table
    private record Target(String path, Names rows, Names arguments) {
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        HttpRequest request = exchange.request();
        Target target = target(exchange.pathInRoute());
        if (target == null) {
            requireNoBatch(request);
            return next.handle(exchange);
        }
        boolean call = target.arguments() != null;
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        var asked = new MappedQuery.Asked(target.rows(), call && read ? target.arguments() : null,
                !call && MappedBody.inserts(request) ? target.rows().defaults() : Map.of());
        var query = MappedQuery.of(mapping, asked, request.query());
        Reshaping reshaping = query.selection().reshaping();
        HttpRequest mapped = call ? bodies.arguments(request, target.arguments())
                : bodies.rows(request, target.rows());
        Headers headers = Tags.plain(mapped.headers(), mapping.version());
        boolean shows = read || call
                || MappedBody.prefers(headers, "return=representation");
        if (reshaping != null && shows) {
            headers = accepting(headers);
        }
        HttpResponse answer = next.handle(exchange.withRequest(
                mapped.withHeaders(headers).withQuery(query.query())
                        .withPath(path(exchange, target)), target.path()));
        return new MappedAnswer(target.rows(), exchange.pathInRoute(), request.query(), reshaping)
                .of(answer);
    }

    private static String path(Exchange exchange, Target target) {
        String path = exchange.request().path();
        return path.substring(0, path.length() - exchange.pathInRoute().length()) + target.path();
    }

    /// Null for the root, and for paths that name nothing.
    private Target target(String path) {
        boolean call = path.startsWith(CALL);
        String name = call ? path.substring(CALL.length())
                : path.substring(Math.min(1, path.length()));
        String decoded = name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('+') >= 0
                ? null : RawParameter.decoded(name);
        if (decoded == null) {
            return null;
        }
        if (!call) {
            Names rows = mapping.table(decoded);
            return new Target(renamed("/", path, decoded, rows.now()), rows, null);
        }
        Mapping.Callable callable = mapping.function(decoded);
        Names rows = callable.returns() == null ? Names.same(mapping.version(), decoded)
                : mapping.table(callable.returns());
        return new Target(renamed(CALL, path, decoded, callable.arguments().now()), rows,
                callable.arguments());
    }

    private static String renamed(String before, String path, String name, String now) {
        return now.equals(name) ? path : before + PercentCodes.encode(now);
    }

    private void requireNoBatch(HttpRequest request) {
        String type = request.header("Content-Type");
        if (type != null && request.method().equals("POST") && Text.mediaType(type).equals(BATCH)) {
            throw new Refusal(new MappingFailure.BatchNotMapped(mapping.version()));
        }
    }

    /// Only what the rows can be changed in.
    private Headers accepting(Headers headers) {
        if (!headers.contains("Accept")) {
            return headers;
        }
        List<String> kept = new ArrayList<>();
        for (String item : String.join(",", headers.all("Accept")).split(",")) {
            String type = Text.mediaType(item);
            if (MappedAnswer.json(type) || type.equals("*/*") || type.equals("application/*")
                    || type.startsWith("application/vnd.pgrst.plan")) {
                kept.add(item.strip());
            }
        }
        if (kept.isEmpty()) {
            throw new Refusal(new MappingFailure.AnswerNotMapped(mapping.version()));
        }
        return headers.toBuilder().set("Accept", String.join(", ", kept)).build();
    }
}
