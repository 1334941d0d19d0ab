package dev.loam.modules.realtime.socket;

/// Why a token does not count, as clients are told: `code` is the protocol's word for it.
final class TokenProblem extends Exception {
    private final String code;
    private final int status;

    TokenProblem(int status, String code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    /// As the reply to a join has it.
    String reason() {
        return code + ": " + getMessage();
    }
}
