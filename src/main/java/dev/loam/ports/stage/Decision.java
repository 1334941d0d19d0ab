package dev.loam.ports.stage;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What becomes of a request. Fields that frame a message (`Content-Length`, `Connection` and their
/// like) are not the stage's to set; they are left out.
public sealed interface Decision {
    /// Goes on, as it came.
    static GoOn goOn() {
        return GoOn.PLAIN;
    }

    /// Answers at once with a JSON text.
    static Answer answer(int status, String json) {
        return new Answer(status, Map.of("Content-Type", "application/json; charset=utf-8"),
                json.getBytes(StandardCharsets.UTF_8));
    }

    /// Goes on.
    ///
    /// @param requestFields replace those of the same name in what the next steps see
    /// @param answerFields the answer gets them in place of those of the same name
    record GoOn(Map<String, String> requestFields, Map<String, String> answerFields)
            implements Decision {
        private static final GoOn PLAIN = new GoOn(Map.of(), Map.of());
    }

    /// Goes no further: this is the answer.
    ///
    /// @param status from 200 to 599
    record Answer(int status, Map<String, String> fields, byte[] body) implements Decision {
    }
}
