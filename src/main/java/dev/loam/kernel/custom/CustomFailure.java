package dev.loam.kernel.custom;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// Why a step of a user's own kept a request from going on.
public sealed interface CustomFailure extends Failure {
    /// The step does not work.
    record StageBroken(String stage) implements CustomFailure {
        @Override
        public String code() {
            return "LOAM-STAGE-001";
        }

        @Override
        public int status() {
            return 500;
        }

        @Override
        public String message() {
            return "The stage " + stage + " failed";
        }
    }

    /// What the step asks cannot be reached, or takes too long.
    record StageAway(String stage) implements CustomFailure {
        @Override
        public String code() {
            return "LOAM-STAGE-002";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String message() {
            return "The stage " + stage + " has no answer now";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "1");
        }
    }

    /// What a function raised: its own code, its own words.
    record Raised(String code, int status, String message, String details, String hint)
            implements CustomFailure {
        @Override
        public Map<String, String> headers() {
            return status == 401 ? Map.of("WWW-Authenticate", "Bearer") : Map.of();
        }
    }
}
