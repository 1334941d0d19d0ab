package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.MergePatch;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads merge patches: a row is the document, its columns are the members.
///
/// Source: RFC 7396.
final class MergePatches {
    // Numbers go on as they came, digit by digit.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    /// Every member is a value of its own in the statement, which takes some 32,000.
    private static final int MEMBERS_MAX = 5_000;

    private int members;

    private MergePatches() {
    }

    /// The members of a valid JSON object that are objects.
    ///
    /// Fails: 400 PGRST102 for too many members.
    static Map<String, MergePatch.Members> of(byte[] body) {
        var reading = new MergePatches();
        Map<String, MergePatch.Members> merges = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, JsonNode> member : JSON.readTree(body).properties()) {
                if (member.getValue().isObject()) {
                    merges.put(member.getKey(), reading.members(member.getValue()));
                }
            }
        } catch (JacksonException unreadable) {
            throw new Refusal(RestFailure.InvalidBody.json(unreadable.getOriginalMessage()));
        }
        return merges;
    }

    private MergePatch.Members members(JsonNode object) {
        Map<String, MergePatch> set = new LinkedHashMap<>();
        List<String> removed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (++members > MEMBERS_MAX) {
                throw new Refusal(new RestFailure.InvalidBody("Too many members",
                        "A merge patch has at most " + MEMBERS_MAX + " members."));
            }
            JsonNode value = member.getValue();
            if (value.isNull()) {
                removed.add(member.getKey());
            } else if (value.isObject()) {
                set.put(member.getKey(), members(value));
            } else {
                set.put(member.getKey(), new MergePatch.Value(value.toString()));
            }
        }
        return new MergePatch.Members(set, removed);
    }
}
