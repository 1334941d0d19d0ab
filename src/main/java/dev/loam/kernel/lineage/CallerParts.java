package dev.loam.kernel.lineage;

import java.util.HashSet;
import java.util.Set;

/// What of the settings of a session something can depend on.
///
/// With `everything` any setting may count, whatever its name. Else `claims` are those members of
/// `request.jwt.claims` that are looked at, and `settings` the names (lower case) of other settings
/// (`request.jwt.claims` itself where it counts as a whole). The role, the search path, the time
/// zone and the like are not among them: they always count.
public record CallerParts(boolean everything, Set<String> claims, Set<String> settings) {
    public static final CallerParts NONE = new CallerParts(false, Set.of(), Set.of());
    public static final CallerParts EVERYTHING = new CallerParts(true, Set.of(), Set.of());

    public CallerParts {
        claims = Set.copyOf(claims);
        settings = Set.copyOf(settings);
    }

    /// What either depends on.
    public CallerParts plus(CallerParts other) {
        if (everything || other.everything) {
            return EVERYTHING;
        }
        var allClaims = new HashSet<>(claims);
        allClaims.addAll(other.claims);
        var allSettings = new HashSet<>(settings);
        allSettings.addAll(other.settings);
        return new CallerParts(false, allClaims, allSettings);
    }
}
