package dev.loam.kernel.version;

import dev.loam.kernel.version.mapping.Mapping;
import java.time.LocalDate;

/// A version of the API: a schema under the date of its beginning, and maybe other names for what
/// is in it.
///
/// @param schema whose views and functions are that version
/// @param deprecated from when on clients should move, null for never
/// @param sunset from when on it is not answered any more, null for never
/// @param link where to read about it, null for nowhere
/// @param mapping how it differs in names from its schema, null for not at all
public record ApiVersion(
        LocalDate date, String schema, LocalDate deprecated, LocalDate sunset, String link,
        Mapping mapping) {
}
