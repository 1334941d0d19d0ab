package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.ask.Payloads;
import dev.loam.ports.web.Headers;

/// One request of a batch, which is at `index` in it, counted from zero.
///
/// `id` is null where it has no name. `target` is the path behind the prefix of the API, with its
/// query; it and the headers are as they would be on the wire (see `HttpRequest`). With
/// `savepoint` it may fail alone.
record Operation(
        int index, String id, String method, String target, Headers headers, byte[] body,
        boolean savepoint) {
    Operation with(byte[] newBody) {
        return new Operation(index, id, method, target, headers, newBody, savepoint);
    }

    /// Whether the body is JSON, as a header says or for want of one.
    boolean json() {
        return body.length > 0 && json(Payloads.contentType(headers.first("Content-Type")));
    }

    static boolean json(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    Refusal refusal(Failure why) {
        return new Refusal(new OperationFailure(index, id, why));
    }
}
