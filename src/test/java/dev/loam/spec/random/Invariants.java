package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp.Answer;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What holds for every answer, whatever was asked.
final class Invariants {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// Classes of SQLSTATE that stand for a fault of the server, by the documentation.
    private static final Set<String> FAULTS = Set.of("09", "25", "2D", "38", "39", "3B", "40", "54",
            "55", "57", "58", "F0", "HV", "P0");

    private Invariants() {
    }

    static void check(Request request, Answer answer) {
        keepsSecrets(request, answer);
        JsonNode body = parsed(answer);
        if (answer.status() >= 400 && !request.method().equals("HEAD")) {
            assertThat(body).as("an error has a body").isNotNull();
            for (String member : new String[] {"code", "message", "details", "hint"}) {
                assertThat(body.has(member)).as(member + " in " + answer.text()).isTrue();
            }
        }
        if (answer.status() >= 500) {
            String code = body == null ? "" : body.path("code").asString("");
            boolean documented = code.equals("42P17") || code.equals("21000")
                    || code.length() == 5 && FAULTS.contains(code.substring(0, 2));
            assertThat(documented || request.method().equals("HEAD"))
                    .as(answer.status() + " " + answer.text()).isTrue();
        }
    }

    private static void keepsSecrets(Request request, Answer answer) {
        String all = answer.text() + headers(answer);
        assertThat(all).as("what nobody may see").doesNotContain(Rows.NOBODY);
        for (String owner : Rows.OWNERS) {
            if (!owner.equals(request.owner())) {
                assertThat(all).as("what is " + owner + "'s").doesNotContain(Rows.mark(owner));
            }
        }
    }

    private static String headers(Answer answer) {
        var out = new StringBuilder();
        answer.headers().forEach(header -> out.append('\n').append(String.join(": ", header)));
        return out.toString();
    }

    /// The body as JSON, null where it claims to be something else or is not there.
    static JsonNode parsed(Answer answer) {
        String type = answer.header("Content-Type");
        boolean json = type != null && type.contains("json") && !type.contains("x-ndjson");
        if (!json || answer.body().length == 0) {
            return null;
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException wrong) {
            throw new AssertionError("no JSON: " + answer.text(), wrong);
        }
    }

    static String code(Answer answer) {
        JsonNode body = answer.status() >= 300 ? parsed(answer) : null;
        return body == null ? "" : body.path("code").asString("");
    }
}
