package dev.loam.kernel.module;

import dev.loam.base.failure.Failure;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A failure as a JSON object in PostgREST's form: its members in its order, null where there is
/// nothing, then those that the failure has beside them.
public final class ErrorBody {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private ErrorBody() {
    }

    /// The whole object.
    public static String of(Failure failure, Verbosity verbosity) {
        var text = new StringWriter(256);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            write(failure, verbosity, json);
            json.writeEndObject();
        }
        return text.toString();
    }

    /// The members, into an object that is open.
    public static void write(Failure failure, Verbosity verbosity, JsonGenerator json) {
        member(json, "code", failure.code());
        if (verbosity == Verbosity.ORIGINAL && failure.elaborates()) {
            member(json, "details", null);
            member(json, "hint", null);
        } else if (verbosity != Verbosity.MINIMAL) {
            details(json, failure);
            member(json, "hint", failure.hint());
        }
        member(json, "message", failure.message());
        more(json, failure);
    }

    public static void member(JsonGenerator json, String name, String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }

    public static void details(JsonGenerator json, Failure failure) {
        if (failure.details() != null && failure.detailsAreJson()) {
            json.writeName("details");
            json.writeRawValue(failure.details());
        } else {
            member(json, "details", failure.details());
        }
    }

    /// What a failure says beside the members that all have.
    public static void more(JsonGenerator json, Failure failure) {
        failure.members().forEach((name, value) -> {
            json.writeName(name);
            json.writeRawValue(value);
        });
    }
}
