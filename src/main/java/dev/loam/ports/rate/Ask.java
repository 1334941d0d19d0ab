package dev.loam.ports.rate;

import dev.loam.base.limit.Gcra;

/// A wish for some units of a key's rate.
///
/// @param key up to 128 printable ASCII characters
/// @param units zero only asks whether any is left
/// @param always whether they are taken in any case: a debt of one span at most is kept
public record Ask(String key, Gcra rate, long units, boolean always) {
}
