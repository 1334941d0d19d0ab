package dev.loam.kernel.custom;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// What a check says of a request.
sealed interface Ruling {
    GoOn PLAIN = new GoOn(Headers.NONE, Headers.NONE);

    /// It goes on, with these fields in place of those of the same names.
    record GoOn(Headers toRequest, Headers toAnswer) implements Ruling {
    }

    /// This is the answer.
    record Answer(HttpResponse response) implements Ruling {
    }
}
