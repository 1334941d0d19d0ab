package dev.loam.kernel.version;

import java.time.LocalDate;

/// A version of the API: a schema under the date of its beginning.
///
/// @param schema whose views and functions are that version
/// @param deprecated from when on clients should move, null for never
/// @param sunset from when on it is not answered any more, null for never
/// @param link where to read about it, null for nowhere
public record ApiVersion(
        LocalDate date, String schema, LocalDate deprecated, LocalDate sunset, String link) {
}
