package dev.loam.modules.rest.failure;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// A failure that says all it has to say in one place.
interface Worded extends Failure {
    /// The words of this kind of failure; the accessors of [Failure] read from it.
    Words words();

    @Override
    default String code() {
        return words().code();
    }

    @Override
    default int status() {
        return words().status();
    }

    @Override
    default String message() {
        return words().message();
    }

    @Override
    default String details() {
        return words().details();
    }

    @Override
    default String hint() {
        return words().hint();
    }

    @Override
    default Map<String, String> headers() {
        return words().headers();
    }
}
