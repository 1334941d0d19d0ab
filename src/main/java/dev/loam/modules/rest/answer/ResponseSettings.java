package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.failure.FieldText;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;
import dev.loam.ports.web.Headers;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What SQL left in `response.headers` and `response.status`.
///
/// Source: PostgREST documentation, "Response Headers", "Response Status Code".
record ResponseSettings(Integer status, Headers headers) {
    private static final ResponseSettings NONE = new ResponseSettings(null, Headers.NONE);
    private static final JsonMapper JSON = new JsonMapper();

    // Framing belongs to the HTTP server; SQL that sets it would break the connection.
    private static final Set<String> FRAMING = framing();

    private static Set<String> framing() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(Set.of(
                "Content-Length", "Transfer-Encoding", "Connection", "Date", "Upgrade"));
        return names;
    }

    /// Fails: 500 PGRST111 or PGRST112 for values that are not what they should be.
    static ResponseSettings of(Rows rows) {
        byte[] headers = rows.bytes(0, Result.HEADERS);
        byte[] status = rows.bytes(0, Result.STATUS);
        boolean noHeaders = headers == null || headers.length == 0;
        boolean noStatus = status == null || status.length == 0;
        if (noHeaders && noStatus) {
            return NONE;
        }
        return new ResponseSettings(
                noStatus ? null : status(rows.text(0, Result.STATUS)),
                noHeaders ? Headers.NONE : headers(rows.text(0, Result.HEADERS)));
    }

    /// Adds what was set to what an answer has by itself; what was set wins.
    void over(Headers.Builder answer) {
        headers.forEach((name, _) -> answer.remove(name));
        headers.forEach(answer::add);
    }

    private static int status(String text) {
        boolean code = text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int status = code ? Integer.parseInt(text) : 0;
        if (status < 200) {
            throw new Refusal(new RestFailure.InvalidResponseStatus());
        }
        return status;
    }

    private static Headers headers(String text) {
        var headers = Headers.builder();
        JsonNode array = array(text);
        for (JsonNode item : array) {
            if (!item.isObject() || item.size() != 1) {
                throw new Refusal(new RestFailure.InvalidResponseHeaders());
            }
            Map.Entry<String, JsonNode> field = item.properties().iterator().next();
            if (!field.getValue().isString()
                    || !FieldText.isField(field.getKey(), field.getValue().asString())) {
                throw new Refusal(new RestFailure.InvalidResponseHeaders());
            }
            if (!FRAMING.contains(field.getKey())) {
                headers.add(field.getKey(), field.getValue().asString());
            }
        }
        return headers.build();
    }

    private static JsonNode array(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isArray()) {
                return node;
            }
        } catch (JacksonException _) {
            // Answered below, like any other value that is no array.
        }
        throw new Refusal(new RestFailure.InvalidResponseHeaders());
    }
}
