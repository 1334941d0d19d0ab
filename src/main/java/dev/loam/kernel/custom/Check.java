package dev.loam.kernel.custom;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// What a step of a user's own asks about each request. Thread-safe; may block within bounds.
///
/// A refusal is thrown as such, in the words of whoever refuses; [CheckFailed] where no answer was
/// to be had.
interface Check {
    Ruling of(Exchange exchange) throws CheckFailed;

    /// What the answer of a request that went on gets besides.
    default Headers after(Exchange exchange, HttpResponse response) throws CheckFailed {
        return Headers.NONE;
    }
}
