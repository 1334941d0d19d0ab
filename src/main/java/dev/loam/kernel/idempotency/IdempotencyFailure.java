package dev.loam.kernel.idempotency;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// Why a request with an idempotency key, or one that lacks it, is refused.
///
/// Source: IETF draft "The Idempotency-Key HTTP Header Field", section 2.7.
public sealed interface IdempotencyFailure extends Failure {
    record Missing() implements IdempotencyFailure {
        @Override
        public String code() {
            return "LOAM-IDEMPOTENCY-001";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Idempotency-Key is missing";
        }

        @Override
        public String hint() {
            return "Send a key that is new for each thing you want done, a UUID say.";
        }
    }

    /// `what` says what is wrong with the key.
    record Unreadable(String what) implements IdempotencyFailure {
        @Override
        public String code() {
            return "LOAM-IDEMPOTENCY-002";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Idempotency-Key cannot be read";
        }

        @Override
        public String details() {
            return what;
        }

        @Override
        public String hint() {
            return "Send it once, in double quotes: Idempotency-Key:"
                    + " \"8e03978e-40d5-43dd-bc93-6894a57f9324\".";
        }
    }

    record Reused() implements IdempotencyFailure {
        @Override
        public String code() {
            return "LOAM-IDEMPOTENCY-003";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String message() {
            return "Idempotency-Key was used for another request";
        }

        @Override
        public String hint() {
            return "Method, path, query, body or a header that counts is not the same. Send a"
                    + " new key for a new request.";
        }
    }

    record InProgress() implements IdempotencyFailure {
        @Override
        public String code() {
            return "LOAM-IDEMPOTENCY-004";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String message() {
            return "A request with this Idempotency-Key is still being answered";
        }

        @Override
        public String hint() {
            return "Send the same request again later.";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "1");
        }
    }

    /// Nothing was done. `bytes` is negative for an answer whose size nobody knows.
    record AnswerTooLarge(long bytes, long bytesMax) implements IdempotencyFailure {
        @Override
        public String code() {
            return "LOAM-IDEMPOTENCY-005";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String message() {
            return "The answer is too large to be kept, so nothing was done";
        }

        @Override
        public String details() {
            return bytes < 0 ? "It would be sent as it is made."
                    : "It has " + bytes + " bytes, of at most " + bytesMax + ".";
        }

        @Override
        public String hint() {
            return "Ask for less, with Prefer: return=minimal or select, or raise"
                    + " idempotency.answer-max.";
        }
    }

    record NotKept() implements IdempotencyFailure {
        @Override
        public String code() {
            return "LOAM-IDEMPOTENCY-006";
        }

        @Override
        public int status() {
            return 501;
        }

        @Override
        public String message() {
            return "This database keeps no answers, so Idempotency-Key cannot be heeded";
        }

        @Override
        public String hint() {
            return "loam.kept_answers and its functions are missing, or the login role may not"
                    + " use them. Let loam up prepare the database, or send no key.";
        }
    }
}
