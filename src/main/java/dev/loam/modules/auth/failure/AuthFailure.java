package dev.loam.modules.auth.failure;

import dev.loam.base.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Why the auth module does not do what it was asked to.
public sealed interface AuthFailure extends Failure {
    /// One of the codes that clients know.
    record Refused(AuthCode kind, int status, String message) implements AuthFailure {
        @Override
        public String code() {
            return kind.code();
        }
    }

    /// A password that is no good, and why: `length`, `characters`, `pwned`.
    record WeakPassword(String message, List<String> reasons) implements AuthFailure {
        @Override
        public String code() {
            return "weak_password";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public Map<String, String> members() {
            return Map.of("weak_password", reasons.stream()
                    .collect(Collectors.joining("\",\"", "{\"reasons\":[\"", "\"]}")));
        }
    }

    /// Too much was asked for in a short time.
    record TooOften(AuthCode kind, String message, long retryAfterSeconds)
            implements AuthFailure {
        @Override
        public String code() {
            return kind.code();
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", Long.toString(retryAfterSeconds));
        }
    }

    /// A refusal in the words of OAuth 2.1, for its endpoints: `error` and its description.
    record OAuth(String error, int status, String message) implements AuthFailure {
        @Override
        public String code() {
            return error;
        }

        /// A 401 says how to do better. Source: RFC 6749 section 5.2, RFC 6750 section 3.
        @Override
        public Map<String, String> headers() {
            return status != 401 ? Map.of() : Map.of("WWW-Authenticate",
                    error.equals("invalid_client") ? "Basic realm=\"oauth\""
                            : "Bearer error=\"" + error + "\"");
        }
    }
}
