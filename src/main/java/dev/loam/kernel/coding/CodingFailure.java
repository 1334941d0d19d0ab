package dev.loam.kernel.coding;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import java.util.Map;

/// Why the body of a request cannot be decoded.
sealed interface CodingFailure extends Failure {
    default Refusal refusal() {
        return new Refusal(this);
    }

    /// A coding that is not known here, or too many of them.
    record Unknown(String sent, String known) implements CodingFailure {
        @Override
        public String code() {
            return "LOAM-CODING-001";
        }

        @Override
        public int status() {
            return 415;
        }

        @Override
        public String message() {
            return "Content-Encoding names no coding that is known here: " + sent;
        }

        @Override
        public String hint() {
            return "Known: " + known + "; at most " + Codings.LAYERS_MAX + " of them at once.";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Accept-Encoding", known);
        }
    }

    record Malformed(String coding, String why) implements CodingFailure {
        @Override
        public String code() {
            return "LOAM-CODING-002";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "The body is not what Content-Encoding says: " + coding;
        }

        @Override
        public String details() {
            return why;
        }
    }

    record TooLarge(long bytesMax) implements CodingFailure {
        @Override
        public String code() {
            return "LOAM-CODING-003";
        }

        @Override
        public int status() {
            return 413;
        }

        @Override
        public String message() {
            return "The decoded body exceeds " + bytesMax + " bytes";
        }
    }

    record TooDense(int ratioMax) implements CodingFailure {
        @Override
        public String code() {
            return "LOAM-CODING-004";
        }

        @Override
        public int status() {
            return 413;
        }

        @Override
        public String message() {
            return "The decoded body is more than " + ratioMax + " times as large as what was sent";
        }

        @Override
        public String hint() {
            return "Send it without Content-Encoding, or raise compression.ratio-max.";
        }
    }
}
