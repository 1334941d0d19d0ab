package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Failure;
import dev.loam.kernel.module.ErrorBody;
import dev.loam.kernel.module.Verbosity;
import dev.loam.kernel.query.Format;
import dev.loam.modules.rest.answer.Answering;
import dev.loam.modules.rest.ask.JsonText;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The answer to one operation. `body` is a JSON value in UTF-8, null where there is none; with
/// `base64` it is a string that stands for bytes.
record OperationResult(String id, int status, Headers headers, byte[] body, boolean base64) {
    static OperationResult of(
            Operation operation, Answering answering, HttpResponse.Full response) {
        byte[] bytes = response.body();
        if (bytes == null || answering.bodiless()) {
            return new OperationResult(
                    operation.id(), response.status(), response.headers(), null, false);
        }
        boolean json = json(answering.accepted().format());
        String text = json ? null : text(bytes);
        byte[] body = json ? bytes.length == 0 ? null : bytes
                : quoted(text == null ? Base64.getEncoder().encodeToString(bytes) : text);
        return new OperationResult(operation.id(), response.status(), response.headers(), body,
                !json && text == null);
    }

    /// A failure that was undone alone.
    static OperationResult of(Operation operation, Failure failure, Verbosity verbosity) {
        var headers = Headers.builder().add("Content-Type", "application/json; charset=utf-8");
        failure.headers().forEach(headers::set);
        return new OperationResult(operation.id(), failure.status(), headers.build(),
                ErrorBody.of(failure, verbosity).getBytes(StandardCharsets.UTF_8), false);
    }

    int size() {
        return body == null ? 0 : body.length;
    }

    /// Whether PostgreSQL made the body as JSON, whatever its type says.
    private static boolean json(Format format) {
        return switch (format) {
            case Format.Json _, Format.GeoJson _ -> true;
            case Format.Lines _, Format.Csv _, Format.Scalar _, Format.Custom _,
                    Format.Nothing _ -> false;
        };
    }

    /// The text that the bytes are, null where they are none.
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static byte[] quoted(String text) {
        var json = new StringBuilder(text.length() + 16);
        JsonText.quote(text, json);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
