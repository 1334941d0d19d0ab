package dev.loam.kernel.version;

import dev.loam.base.failure.Failure;
import java.util.List;

/// Why no version could be chosen.
public sealed interface VersionFailure extends Failure {
    /// The name is none of a version.
    record VersionUnknown(List<String> known) implements VersionFailure {
        @Override
        public String code() {
            return "LOAM-VERSION-001";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "The API has no such version";
        }

        @Override
        public String details() {
            return "Loam-Version names none of the versions.";
        }

        @Override
        public String hint() {
            return "There is " + String.join(", ", known) + ".";
        }
    }

    /// The version has ended.
    record VersionEnded(String version, String sunset) implements VersionFailure {
        @Override
        public String code() {
            return "LOAM-VERSION-002";
        }

        @Override
        public int status() {
            return 410;
        }

        @Override
        public String message() {
            return "The version " + version + " of the API has ended";
        }

        @Override
        public String details() {
            return "It ended on " + sunset + ".";
        }
    }
}
