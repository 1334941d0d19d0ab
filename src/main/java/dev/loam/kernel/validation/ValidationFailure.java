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

    /// What is wrong with a body that can be read; `more` where there is more than this.
    ///
    /// Not 400, since the body is what it claims to be; only what it says cannot be done.
    /// Source: RFC 9110 section 15.5.21.
    record Invalid(List<Violation> violations, boolean more) implements ValidationFailure {
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
            return (more ? "More than " : "") + violations.size()
                    + (violations.size() == 1 && !more ? " thing is" : " things are")
                    + " wrong with the body";
        }

        @Override
        public boolean problem() {
            return true;
        }

        @Override
        public Map<String, String> members() {
            var text = new StringWriter(64 + 128 * violations.size());
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
                json.writeStartArray();
                violations.forEach(one -> write(one, json));
                json.writeEndArray();
            }
            return Map.of("errors", text.toString());
        }

        private static void write(Violation violation, JsonGenerator json) {
            json.writeStartObject();
            member(json, "pointer", violation.pointer());
            member(json, "code", violation.code());
            member(json, "detail", violation.detail());
            member(json, "column", violation.column());
            member(json, "constraint", violation.constraint());
            json.writeEndObject();
        }

        private static void member(JsonGenerator json, String name, String value) {
            if (value != null) {
                json.writeName(name);
                json.writeString(value);
            }
        }
    }
}
