package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Failure;

/// Why a query string cannot be read.
public sealed interface GrammarFailure extends Failure {
    /// Text that does not follow its grammar. `what` names the grammar; line and column count from
    /// one.
    record Unparsable(String what, String text, int line, int column, String details)
            implements GrammarFailure {
        @Override
        public String code() {
            return "PGRST100";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "\"failed to parse " + what + " (" + text + ")\" (line " + line + ", column "
                    + column + ")";
        }
    }

    record NegativeLimit() implements GrammarFailure {
        @Override
        public String code() {
            return "PGRST103";
        }

        @Override
        public int status() {
            return 416;
        }

        @Override
        public String message() {
            return "Requested range not satisfiable";
        }

        @Override
        public String details() {
            return "Limit should be greater than or equal to zero.";
        }
    }
}
