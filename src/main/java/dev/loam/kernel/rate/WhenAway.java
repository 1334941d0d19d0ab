package dev.loam.kernel.rate;

/// What is done while the store that processes share cannot be asked.
public enum WhenAway {
    /// Each process counts for itself.
    LOCAL,
    /// Nothing is refused.
    OPEN,
    /// Everything that a rule counts is refused.
    CLOSED
}
