package dev.loam.modules.realtime.socket;

/// Why a channel cannot be joined, as the reply tells it: `Code: text`.
final class JoinProblem extends Exception {
    JoinProblem(String code, String text) {
        this(code + ": " + text);
    }

    JoinProblem(String reason) {
        super(reason, null, false, false);
    }
}
