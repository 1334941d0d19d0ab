package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.HttpRequest;
import java.util.List;

/// Which of the exposed schemas a request means.
///
/// Source: PostgREST documentation, "Schemas".
public final class Profiles {
    private final List<String> schemas;

    public Profiles(List<String> schemas) {
        this.schemas = List.copyOf(schemas);
    }

    /// The schema; the first one when none is named.
    ///
    /// Fails: 406 PGRST106 for one that is not exposed.
    public String schema(Method method, HttpRequest request) {
        String asked = named(method, request);
        if (asked == null) {
            return schemas.getFirst();
        }
        if (!schemas.contains(asked)) {
            throw new Refusal(new RestFailure.UnknownSchema(asked, schemas));
        }
        return asked;
    }

    /// The schema that the request names, null for none.
    public String named(Method method, HttpRequest request) {
        return request.header(method.hasContent() ? "Content-Profile" : "Accept-Profile");
    }

    /// The schema that an answer names though there is only one, to those who named it themselves;
    /// null for none.
    public String echoed(Method method, HttpRequest request) {
        return several() ? null : named(method, request);
    }

    /// True where an answer has to say which schema it is about.
    public boolean several() {
        return schemas.size() > 1;
    }
}
