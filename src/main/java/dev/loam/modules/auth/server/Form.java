package dev.loam.modules.auth.server;

import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Params;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// The parameters of a request for tokens, in a form or, as some clients send them, in JSON.
record Form(UnaryOperator<String> parameters) {
    private static final int BYTES_MAX = 1 << 16;

    static Form of(Ask ask) {
        var type = ask.header("Content-Type");
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return new Form(ask.body()::text);
        }
        var body = ask.exchange().request().body();
        var bytes = body.length() > BYTES_MAX ? null : body.bytes();
        if (bytes == null || bytes.length > BYTES_MAX) {
            throw OAuthErrors.invalidRequest("The form is too large");
        }
        var form = Params.of(new String(bytes, StandardCharsets.ISO_8859_1));
        return new Form(form::first);
    }

    /// Null where it is absent or, as OAuth has it, empty.
    String text(String name) {
        var value = parameters.apply(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String required(String name) {
        var value = text(name);
        if (value == null) {
            throw OAuthErrors.invalidRequest(name + " is required");
        }
        return value;
    }
}
