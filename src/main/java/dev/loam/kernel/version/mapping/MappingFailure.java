package dev.loam.kernel.version.mapping;

import dev.loam.base.failure.Failure;

/// Why a request of an older version cannot become one of today.
public sealed interface MappingFailure extends Failure {
    /// The version has no such table, function or field.
    record Unknown(String version, String what) implements MappingFailure {
        @Override
        public String code() {
            return "LOAM-VERSION-003";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "The version " + version + " has no '" + what + "'";
        }

        @Override
        public String hint() {
            return "Other versions may have it; Loam-Version chooses one.";
        }
    }

    /// The media type of the body is one whose fields cannot be renamed.
    record BodyNotMapped(String version) implements MappingFailure {
        @Override
        public String code() {
            return "LOAM-VERSION-004";
        }

        @Override
        public int status() {
            return 415;
        }

        @Override
        public String message() {
            return "The version " + version + " takes JSON alone here";
        }

        @Override
        public String hint() {
            return "Send application/json, application/x-ndjson or application/merge-patch+json.";
        }
    }

    /// The media type that is asked for is one whose fields cannot be renamed.
    record AnswerNotMapped(String version) implements MappingFailure {
        @Override
        public String code() {
            return "LOAM-VERSION-005";
        }

        @Override
        public int status() {
            return 406;
        }

        @Override
        public String message() {
            return "The version " + version + " answers in JSON alone here";
        }

        @Override
        public String hint() {
            return "Accept application/json, or name the columns in select.";
        }
    }

    /// The field exists for this version, but not in this use.
    record Unusable(String version, String field, String use) implements MappingFailure {
        @Override
        public String code() {
            return "LOAM-VERSION-006";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "'" + field + "' cannot be used like this in the version " + version;
        }

        @Override
        public String details() {
            return use;
        }
    }

    /// Several operations in one body.
    record BatchNotMapped(String version) implements MappingFailure {
        @Override
        public String code() {
            return "LOAM-VERSION-007";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "The version " + version + " takes no batches";
        }

        @Override
        public String hint() {
            return "Send the operations one by one, or in the names of a newer version.";
        }
    }
}
