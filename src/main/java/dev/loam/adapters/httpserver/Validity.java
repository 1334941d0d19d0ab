package dev.loam.adapters.httpserver;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// From when until when a chain of certificates is believed: as long as each of them is.
record Validity(Path file, Instant from, Instant until) {
    private static final Duration WARNING_MAX = Duration.ofDays(14);
    /// Certificates that live for days only are renewed in their last third, and this is later.
    private static final int WARNING_PART = 4;

    /// How it stands with a certificate at some moment.
    enum State { GOOD, EARLY, ENDING, ENDED }

    static Validity of(Path file, X509Certificate[] chain) {
        Instant from = chain[0].getNotBefore().toInstant();
        Instant until = chain[0].getNotAfter().toInstant();
        for (X509Certificate one : chain) {
            Instant begin = one.getNotBefore().toInstant();
            Instant end = one.getNotAfter().toInstant();
            from = begin.isAfter(from) ? begin : from;
            until = end.isBefore(until) ? end : until;
        }
        return new Validity(file, from, until);
    }

    State state(Instant now) {
        if (!now.isBefore(until)) {
            return State.ENDED;
        }
        if (now.isBefore(from)) {
            return State.EARLY;
        }
        Duration part = Duration.between(from, until).dividedBy(WARNING_PART);
        Duration warning = part.compareTo(WARNING_MAX) < 0 ? part : WARNING_MAX;
        return now.isBefore(until.minus(warning)) ? State.GOOD : State.ENDING;
    }

    /// In a few words; null where all is well.
    String trouble(Instant now) {
        return switch (state(now)) {
            case GOOD -> null;
            case EARLY -> file + " is valid only from " + from;
            case ENDING -> file + " expires at " + until;
            case ENDED -> file + " has expired, at " + until;
        };
    }
}
