package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.value.Kind;

/// What names in a check mean.
public interface Scope {
    /// A column, or the value that a domain's check is about: where its values lie, and its type
    /// under all domains.
    record Named(int place, Kind kind, String type) {
    }

    /// Null for a name that is not known.
    Named named(String name);

    /// Whether texts are equal only where they are the same.
    boolean textsDiffer();
}
