package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Failure;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// The answers to what the wire refuses by itself, in JSON.
final class Refusals {
    private static final Headers JSON =
            Headers.of("Content-Type", "application/json; charset=utf-8");

    private Refusals() {
    }

    static HttpResponse.Full answerTo(Failure failure) {
        var headers = JSON;
        if (failure instanceof HttpFailure.UpgradeRequired) {
            headers = headers.toBuilder().add("Upgrade", "websocket")
                    .add("Sec-WebSocket-Version", "13").build();
        }
        return new HttpResponse.Full(failure.status(), failure.reason(), headers,
                FailureJson.bytes(failure));
    }
}
