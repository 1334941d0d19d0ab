package dev.loam.ports.stage;

import java.util.List;
import java.util.Map;

/// A request as a stage sees it.
///
/// @param method in capital letters, as sent
/// @param path raw, with its percent codes, beginning with `/`
/// @param query raw, without the `?`; null for none
/// @param headers every field by its name in small letters, with its values in order; secrets too
/// @param client the numeric address of whoever sent it
/// @param requestId the id under which the log names it
/// @param route the name of the route that will answer: `rest`, `auth` or another
/// @param caller null where nobody has been established yet, and where the route asks for nobody
public record StageRequest(
        String method, String path, String query, Map<String, List<String>> headers,
        String client, String requestId, String route, StageCaller caller) {
    /// The first value of a field, whatever the case of its name; null for none.
    public String header(String name) {
        for (var field : headers.entrySet()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue().getFirst();
            }
        }
        return null;
    }
}
