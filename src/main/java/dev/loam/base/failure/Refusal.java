package dev.loam.base.failure;

/// The one unchecked carrier of a [Failure] up to the error boundary of the request pipeline.
///
/// Below status 500 it has no stack trace: a refusal is an answer, not a defect.
public final class Refusal extends RuntimeException {
    private final transient Failure failure;

    public Refusal(Failure failure) {
        this(failure, null);
    }

    public Refusal(Failure failure, Throwable cause) {
        super(failure.code() + ": " + failure.message(), cause, false, failure.status() >= 500);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
