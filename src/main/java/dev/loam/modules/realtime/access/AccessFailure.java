package dev.loam.modules.realtime.access;

import dev.loam.base.failure.Failure;

/// Why nobody can tell now who may use a private channel.
public sealed interface AccessFailure extends Failure {
    /// The database cannot be asked now.
    record Unavailable(String why) implements AccessFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-201";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String message() {
            return "The database cannot be asked for private channels now: " + why;
        }
    }

    /// The database was asked and refused or failed; what it said is for the log alone.
    record Unanswered(String sqlState) implements AccessFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-202";
        }

        @Override
        public int status() {
            return 500;
        }

        @Override
        public String message() {
            return "realtime.messages cannot be used (SQLSTATE " + sqlState + ")";
        }

        @Override
        public String hint() {
            return "The log has the whole message.";
        }
    }
}
