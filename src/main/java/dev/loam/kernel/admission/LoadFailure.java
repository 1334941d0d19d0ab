package dev.loam.kernel.admission;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// Why a request got no place.
public sealed interface LoadFailure extends Failure {
    /// More wait than may.
    record Crowded(int seconds) implements LoadFailure {
        @Override
        public String code() {
            return "LOAM-LOAD-001";
        }

        @Override
        public String message() {
            return "Too many requests wait for the database";
        }
    }

    /// It waited, and no place came free.
    record Waited(int seconds) implements LoadFailure {
        @Override
        public String code() {
            return "LOAM-LOAD-002";
        }

        @Override
        public String message() {
            return "The database has more to do than it can";
        }
    }

    /// It would have been answered after its deadline, so it was not begun.
    record TooLate(int seconds) implements LoadFailure {
        @Override
        public String code() {
            return "LOAM-LOAD-003";
        }

        @Override
        public String message() {
            return "The request could not be answered before its deadline";
        }
    }

    /// After how long the request may be sent again.
    int seconds();

    @Override
    default int status() {
        return 503;
    }

    @Override
    default String hint() {
        return "Nothing was done. Send it again after the seconds in Retry-After.";
    }

    @Override
    default Map<String, String> headers() {
        return Map.of("Retry-After", Integer.toString(seconds()));
    }
}
