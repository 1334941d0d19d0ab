package dev.loam.ports.web;

import dev.loam.base.failure.Failure;

/// Is told of every request that the wire refuses by itself, before any handler sees it, on the
/// connection's thread and before the answer is sent: it must be quick and must not throw.
@FunctionalInterface
public interface WireJournal {
    /// Keeps nothing, adds nothing.
    WireJournal NONE = (request, failure, answer) -> answer;

    /// The answer to send, which may have further fields: an id, say.
    ///
    /// @param request what of it could be read; method and path are `-` where nothing could
    /// @param answer the answer as the wire would send it
    HttpResponse.Full refused(HttpRequest request, Failure failure, HttpResponse.Full answer);
}
