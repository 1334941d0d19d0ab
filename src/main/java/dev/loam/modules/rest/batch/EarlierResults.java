package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The bodies of the results so far, by the names of their operations, for those that refer to
/// them.
final class EarlierResults {
    // Numbers go on as they came, digit by digit.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final Map<String, byte[]> bodies = new HashMap<>();
    private final Map<String, JsonNode> trees = new HashMap<>();

    void add(OperationResult result) {
        if (result.id() != null && result.body() != null) {
            bodies.put(result.id(), result.body());
        }
    }

    /// The value that is referred to, as JSON.
    ///
    /// Fails: 400 LOAM-REST-044 where there is none.
    byte[] value(Template.Reference reference) {
        JsonNode found = trees.computeIfAbsent(reference.id(), this::tree)
                .at(reference.inBody());
        if (found.isMissingNode()) {
            throw new Refusal(new RestFailure.NoSuchResult(reference.text()));
        }
        return found.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A missing node where there is no body, or one beyond what is read here.
    private JsonNode tree(String id) {
        byte[] body = bodies.get(id);
        try {
            return body == null ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }
}
