package dev.loam.modules.realtime.stream;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// Why a stream of changes is refused.
sealed interface StreamFailure extends Failure {
    /// A parameter of the query is not what it has to be.
    record ParameterInvalid(String parameter, String details) implements StreamFailure {
        @Override
        public String code() {
            return "LOAM-CHANGES-001";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "The parameter " + parameter + " cannot be read";
        }
    }

    /// What is asked for cannot be told: there is no such table, column or value.
    record NotTold(String details) implements StreamFailure {
        @Override
        public String code() {
            return "LOAM-CHANGES-002";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "These changes cannot be told";
        }

        @Override
        public String hint() {
            return "A table is told once it is in the publication: alter publication"
                    + " supabase_realtime add table …";
        }
    }

    /// The database did not answer in time.
    record NotReady(String details) implements StreamFailure {
        @Override
        public String code() {
            return "LOAM-CHANGES-003";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String message() {
            return "Changes cannot be told now";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "5");
        }
    }

    /// Streams can only be read.
    record MethodUnsupported(String method) implements StreamFailure {
        @Override
        public String code() {
            return "LOAM-CHANGES-004";
        }

        @Override
        public int status() {
            return 405;
        }

        @Override
        public String message() {
            return "A stream of changes does not know the method " + method;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Allow", "GET");
        }
    }

    /// As many streams as may be are open.
    record TooMany(int max) implements StreamFailure {
        @Override
        public String code() {
            return "LOAM-CHANGES-005";
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public String message() {
            return "There are " + max + " streams of changes already";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "5");
        }
    }
}
