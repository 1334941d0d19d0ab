package dev.loam.kernel.validation;

import dev.loam.base.failure.Failure;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Why a body is refused before PostgreSQL sees it.
public sealed interface ValidationFailure extends Failure {
    JsonFactory JSON = JsonFactory.builder().build();

    /// What is wrong with a body that can be read: how much, in words, and all of it as JSON.
    ///
    /// Not 400, since the body is what it claims to be; only what it says cannot be done.
    /// Source: RFC 9110 section 15.5.21.
    record Invalid(String much, String errors) implements ValidationFailure {
        @Override
        public String code() {
            return "LOAM-VALIDATION-001";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String message() {
            return much + " wrong with the body";
        }

        @Override
        public boolean problem() {
            return true;
        }

        @Override
        public Map<String, String> members() {
            return Map.of("errors", errors);
        }
    }

    /// `more` where there is more than this.
    static Invalid of(List<Violation> violations, boolean more) {
        var text = new StringWriter(64 + 128 * violations.size());
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            for (Violation one : violations) {
                json.writeStartObject();
                member(json, "pointer", one.pointer());
                member(json, "code", one.code());
                member(json, "detail", one.detail());
                member(json, "column", one.column());
                member(json, "constraint", one.constraint());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        boolean single = violations.size() == 1 && !more;
        return new Invalid((more ? "More than " : "") + violations.size()
                + (single ? " thing is" : " things are"), text.toString());
    }

    private static void member(JsonGenerator json, String name, String value) {
        if (value != null) {
            json.writeName(name);
            json.writeString(value);
        }
    }
}
