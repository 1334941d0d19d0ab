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
            return "There are /live, /ready, /startup, /config, /schema_cache, /metrics and "
                    + "/log-level.";
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

    /// What a page changes can be changed from this machine only.
    record NotFromHere() implements AdminFailure {
        @Override
        public String code() {
            return "LOAM-ADMIN-003";
        }

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String message() {
            return "Only this machine may change that";
        }

        @Override
        public String hint() {
            return "Ask from the machine itself, at 127.0.0.1, [::1] or localhost.";
        }
    }

    /// A page in a browser may send a form anywhere, but no JSON without asking.
    record JsonWanted() implements AdminFailure {
        @Override
        public String code() {
            return "LOAM-ADMIN-004";
        }

        @Override
        public int status() {
            return 415;
        }

        @Override
        public String message() {
            return "Wanted a body of the type application/json";
        }
    }

    /// A change of a level that cannot be; `why` names the member.
    record LevelUnfit(String why) implements AdminFailure {
        @Override
        public String code() {
            return "LOAM-ADMIN-005";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return why;
        }

        @Override
        public String hint() {
            return "{\"logger\":\"dev.loam.kernel\",\"level\":\"debug\",\"for\":\"10m\"} is one.";
        }
    }
}
