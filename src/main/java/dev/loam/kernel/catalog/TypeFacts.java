package dev.loam.kernel.catalog;

import java.util.List;

/// What has to be known of a domain or an enumeration to tell its values from others.
///
/// `baseType` is the type under all domains as `format_type` writes it, `lengthMax` as in [Column];
/// `notNull` and `checks` are those of all the domains; `labels` are empty unless it is, or stands
/// for, an enumeration.
public record TypeFacts(
        String baseType, Integer lengthMax, boolean notNull, List<Check> checks,
        List<String> labels) {
}
