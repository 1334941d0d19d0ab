package dev.loam.modules.rest.failure;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// An error of PostgreSQL, or one raised by SQL, as the client gets it: its SQLSTATE stays the
/// code.
public record SqlFailure(
        String code, int status, String message, String details, String hint, String reason,
        Map<String, String> headers) implements Failure {
    /// The same, with the place in the request's body that was being written.
    SqlFailure at(String place) {
        String where = "It was met at '" + place + "' of the body.";
        return new SqlFailure(code, status, message,
                details == null ? where : details + " " + where, hint, reason, headers);
    }
}
