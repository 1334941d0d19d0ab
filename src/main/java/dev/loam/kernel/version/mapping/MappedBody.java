package dev.loam.kernel.version.mapping;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The body of a request, from a version's names to those of today. It is read as a whole, within
/// the bound that such bodies have.
final class MappedBody {
    private static final Set<String> JSON = Set.of("application/json", "application/x-ndjson",
            "application/vnd.pgrst.object+json", "application/merge-patch+json");
    private static final Set<String> METHODS = Set.of("POST", "PATCH", "PUT");

    private final Mapping mapping;

    MappedBody(Mapping mapping) {
        this.mapping = mapping;
    }

    /// Whether a request inserts rows and leaves those alone that are there.
    static boolean inserts(HttpRequest request) {
        return request.method().equals("POST")
                && !prefers(request.headers(), "resolution=merge-duplicates");
    }

    static boolean prefers(Headers headers, String preference) {
        for (String field : headers.all("Prefer")) {
            if (field.toLowerCase(Locale.ROOT).replace(" ", "").contains(preference)) {
                return true;
            }
        }
        return false;
    }

    /// The rows that a request brings.
    ///
    /// Fails: 415 for media types whose fields cannot be renamed; 400 for fields that the version
    /// does not have.
    HttpRequest rows(HttpRequest request, Names names) {
        boolean nested = prefers(request.headers(), "nested=");
        if (names.sameRows() && !nested || !brought(request, names)) {
            return request;
        }
        Reshaping rows = rows(names, !request.method().equals("PUT") && !inserts(request));
        return with(request, inserts(request) ? new Reshaping(mapping.version(), rows.rules(),
                true, names.defaults(), rows.embedded()) : rows);
    }

    /// The arguments of a call.
    HttpRequest arguments(HttpRequest request, Names names) {
        return names.sameRows() || !brought(request, names) ? request
                : with(request, new Reshaping(mapping.version(), names.toNow(false), true,
                        names.defaults(), null));
    }

    private boolean brought(HttpRequest request, Names names) {
        if (!METHODS.contains(request.method()) || request.body().length() == 0) {
            return false;
        }
        String type = request.header("Content-Type");
        if (type == null || type.isBlank() || JSON.contains(Text.mediaType(type))) {
            return true;
        }
        if (names.sameRows()) {
            return false;
        }
        throw new Refusal(new MappingFailure.BodyNotMapped(mapping.version()));
    }

    private Reshaping rows(Names names, boolean partly) {
        return new Reshaping(mapping.version(), names.toNow(partly), true, Map.of(),
                name -> nested(names, name));
    }

    /// A member of a body that holds related rows is called as `select` would call them.
    private Reshaping.Embedded nested(Names around, String member) {
        int mark = member.indexOf('!');
        String name = mark < 0 ? member : member.substring(0, mark);
        boolean column = around.places().containsKey(name) || around.apart().containsKey(name)
                || around.gone().containsKey(name);
        Names names = column ? null : mapping.nested(around, name);
        if (names == null) {
            return null;
        }
        String now = around.embedded().containsKey(name) ? name : names.now();
        return new Reshaping.Embedded(
                mark < 0 ? now : now + member.substring(mark), rows(names, true));
    }

    private static HttpRequest with(HttpRequest request, Reshaping reshaping) {
        byte[] body = request.body().bytes();
        try {
            return request.withBody(Body.of(reshaping.all(body)));
        } catch (JsonText.Broken _) {
            // Whoever reads it has the words for what is wrong with it.
            return request.withBody(Body.of(body));
        }
    }
}
