package dev.loam.adapters.postgres;

import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;

/// No connection could be had. Without a stack trace: it is an answer, not a defect.
final class NoBackend extends Exception {
    private final transient Unavailable outcome;

    NoBackend(Why why, String message) {
        super(message, null, false, false);
        this.outcome = new Unavailable(why, message);
    }

    Unavailable outcome() {
        return outcome;
    }
}
