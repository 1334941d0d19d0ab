package dev.loam.modules.admin;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// What the admin port refuses.
sealed interface AdminFailure extends Failure {
    /// There is no such page.
    record PageUnknown() implements AdminFailure {
        @Override
        public String code() {
            return "LOAM-ADMIN-001";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String message() {
            return "No such page on the admin port";
        }

        @Override
        public String hint() {
            return "There are /live, /ready, /startup, /config, /schema_cache and /metrics.";
        }
    }

    /// The pages can only be read.
    record MethodUnsupported(String method) implements AdminFailure {
        @Override
        public String code() {
            return "LOAM-ADMIN-002";
        }

        @Override
        public int status() {
            return 405;
        }

        @Override
        public String message() {
            return "The admin port does not know the method " + method;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Allow", "GET, HEAD");
        }
    }
}
