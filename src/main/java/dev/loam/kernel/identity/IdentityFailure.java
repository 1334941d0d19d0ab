package dev.loam.kernel.identity;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// Why a caller could not be established.
///
/// Source: PostgREST documentation, "Errors", group 3; RFC 6750 section 3 for `WWW-Authenticate`.
public sealed interface IdentityFailure extends Failure {
    /// A token was sent, but there is no key to check it with.
    record SecretMissing() implements IdentityFailure {
        @Override
        public String code() {
            return "PGRST300";
        }

        @Override
        public int status() {
            return 500;
        }

        @Override
        public String message() {
            return "Server lacks JWT secret";
        }
    }

    /// The token is not a token, or no key of ours signed it.
    record TokenUndecodable(String message, String details) implements IdentityFailure {
        static final String NOT_DECODED = "JWT couldn't be decoded";
        static final String NO_KEY = "No suitable key or wrong key type";
        static final String BAD_ALGORITHM = "Wrong or unsupported encoding algorithm";

        /// Whether it has the form of a token, and no key of ours signed it.
        public boolean isUnsigned() {
            return message.equals(NO_KEY);
        }

        @Override
        public boolean elaborates() {
            return !message.equals(NO_KEY) && !message.equals(BAD_ALGORITHM);
        }

        @Override
        public String code() {
            return "PGRST301";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public Map<String, String> headers() {
            return invalidToken(message);
        }
    }

    /// No token names a role, and there is no role for the anonymous.
    record AnonymousDisabled() implements IdentityFailure {
        @Override
        public String code() {
            return "PGRST302";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public String message() {
            return "Anonymous access is disabled";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("WWW-Authenticate", "Bearer");
        }
    }

    /// The token is genuine, but its claims say that it does not count here or now.
    record ClaimsRefused(String message, String details) implements IdentityFailure {
        static final String NOT_PARSED = "Parsing claims failed";
        static final String EXPIRED = "JWT expired";

        ClaimsRefused(String message) {
            this(message, null);
        }

        /// Whether it did count, and has ended.
        public boolean isExpired() {
            return message.equals(EXPIRED);
        }

        @Override
        public boolean elaborates() {
            return true;
        }

        @Override
        public String code() {
            return "PGRST303";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public Map<String, String> headers() {
            return invalidToken(message);
        }
    }

    /// The token is genuine, but names a role that nobody may take on by a token.
    record RoleForbidden(String role) implements IdentityFailure {
        @Override
        public String code() {
            return "LOAM-IDENTITY-001";
        }

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String message() {
            return "The role in the JWT cannot be assumed";
        }

        @Override
        public String details() {
            return "The role is '" + role + "'.";
        }
    }

    /// An opaque key that is none of ours.
    record KeyUnknown() implements IdentityFailure {
        @Override
        public String code() {
            return "LOAM-IDENTITY-002";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public String message() {
            return "Invalid API key";
        }

        @Override
        public Map<String, String> headers() {
            return invalidToken(message());
        }
    }

    /// The signing keys have not been read since the start, so that nobody can say yet whether the
    /// token is good. Not a 401, upon which clients would throw away a good session.
    record KeysUnread() implements IdentityFailure {
        @Override
        public String code() {
            return "LOAM-IDENTITY-003";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String message() {
            return "The signing keys have not been read yet";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "1");
        }
    }

    /// The opaque key is good, but not for the part of the API that was asked.
    record ScopeMissing(String route) implements IdentityFailure {
        @Override
        public String code() {
            return "LOAM-IDENTITY-004";
        }

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String message() {
            return "The API key lacks the scope '" + route + "'";
        }
    }

    /// An opaque key could not be looked up.
    record ApiKeysUnreadable() implements IdentityFailure {
        @Override
        public String code() {
            return "LOAM-IDENTITY-005";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String message() {
            return "The API key cannot be checked now";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "1");
        }
    }

    private static Map<String, String> invalidToken(String why) {
        // Every message above is plain ASCII without quotes, so that none needs escaping.
        return Map.of("WWW-Authenticate",
                "Bearer error=\"invalid_token\", error_description=\"" + why + "\"");
    }
}
