package dev.loam.kernel.rate;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// Why a limit refuses.
public sealed interface RateFailure extends Failure {
    /// An allowance is used up.
    ///
    /// Source: RFC 6585 section 4; draft-ietf-httpapi-ratelimit-headers-10.
    record TooOften(
            String rule, String unit, long quota, long windowSeconds, long waitSeconds,
            String policy, String limit) implements RateFailure {
        @Override
        public String code() {
            return "LOAM-RATE-001";
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public String message() {
            return "The limit \"" + rule + "\" is used up";
        }

        @Override
        public String details() {
            return "It allows " + quota + ' ' + unit + " in " + windowSeconds + " seconds.";
        }

        @Override
        public String hint() {
            return "Come back in " + waitSeconds + " seconds.";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", Long.toString(waitSeconds),
                    Fields.POLICY, policy, Fields.LIMIT, limit);
        }

        @Override
        public Map<String, String> members() {
            return Map.of("violated-policies", "[\"" + rule + "\"]");
        }
    }

    /// It cannot be told what is left, and the settings say that then nobody passes.
    record StoreAway() implements RateFailure {
        @Override
        public String code() {
            return "LOAM-RATE-002";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String message() {
            return "The limits cannot be checked now";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "1");
        }
    }
}
