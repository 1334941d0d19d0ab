package dev.loam.modules.realtime.socket;

import dev.loam.base.failure.Failure;
import dev.loam.modules.realtime.failure.RealtimeFailure;

/// Why a token does not count, as clients are told: `code` is the protocol's word for it, `failure`
/// what a handshake is answered.
final class TokenProblem extends Exception {
    private final String code;
    private final transient Failure failure;

    TokenProblem(String code, String message) {
        this(code, new RealtimeFailure.TokenRefused(message));
    }

    TokenProblem(String code, Failure failure) {
        super(failure.message(), null, false, false);
        this.code = code;
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }

    /// As the reply to a join has it.
    String reason() {
        return code + ": " + getMessage();
    }
}
