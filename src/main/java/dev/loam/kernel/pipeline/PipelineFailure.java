package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Failure;

/// What the pipeline itself refuses.
sealed interface PipelineFailure extends Failure {
    /// Nobody answers this path.
    record PathUnknown() implements PipelineFailure {
        @Override
        public String code() {
            return "PGRST125";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String message() {
            return "Invalid path specified in request URL";
        }
    }

    /// The path is kept for a module that this server does not have.
    record ModuleAbsent(String prefix) implements PipelineFailure {
        @Override
        public String code() {
            return "LOAM-PIPELINE-001";
        }

        @Override
        public int status() {
            return 501;
        }

        @Override
        public String message() {
            return "This server has nothing at " + prefix;
        }

        @Override
        public String hint() {
            return "The path is reserved for a module that does not exist here yet.";
        }
    }

    /// The client's own time limit cannot be read.
    record BadTimeout(String sent) implements PipelineFailure {
        @Override
        public String code() {
            return "LOAM-PIPELINE-003";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Request-Timeout is no number of seconds: " + sent;
        }

        @Override
        public String hint() {
            return "Write seconds above zero, with three digits behind the point at most: 2.5";
        }
    }

    /// A defect of ours. The id leads to its trace in the log; the answer says nothing else.
    record Defect(String requestId) implements PipelineFailure {
        @Override
        public String code() {
            return "LOAM-PIPELINE-002";
        }

        @Override
        public int status() {
            return 500;
        }

        @Override
        public String message() {
            return "Internal error";
        }

        @Override
        public String hint() {
            return "Request " + requestId + " in the server's log.";
        }
    }
}
