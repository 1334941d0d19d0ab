package dev.loam.base.limit;

/// What became of a wish for some units of a rate.
///
/// @param waitNanos how long to wait until it could be granted, zero or less where it was
/// @param wholeInNanos how long it is until the allowance is whole again
public record Taken(long waitNanos, long wholeInNanos) {
    public boolean granted() {
        return waitNanos <= 0;
    }
}
