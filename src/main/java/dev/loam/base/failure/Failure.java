package dev.loam.base.failure;

import java.util.Map;

/// A reason why a request cannot be answered as asked: the open shape that every module's own
/// sealed family of failures has in common.
///
/// `code` is stable and never reused. `details` and `hint` may be null. Where `detailsAreJson`,
/// `details` holds a JSON text that renderers put in as it is. `reason` is the HTTP reason phrase,
/// null for the standard one. `headers` go out with the answer. `elaborates` where details and hint
/// are more than the dialect of the code's origin says: who must not be told from the original
/// leaves them out. `members` are what a body says beside the rest: JSON texts by their names.
/// `problem` where the failure is told as problem details (RFC 9457) whatever the route's dialect,
/// since the client asked for them.
public interface Failure {
    String code();

    int status();

    String message();

    default String details() {
        return null;
    }

    default boolean detailsAreJson() {
        return false;
    }

    default String hint() {
        return null;
    }

    default String reason() {
        return null;
    }

    default boolean elaborates() {
        return false;
    }

    default Map<String, String> headers() {
        return Map.of();
    }

    default Map<String, String> members() {
        return Map.of();
    }

    default boolean problem() {
        return false;
    }
}
