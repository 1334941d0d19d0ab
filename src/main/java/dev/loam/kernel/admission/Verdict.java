package dev.loam.kernel.admission;

/// What becomes of someone who asks for a place.
enum Verdict {
    ADMITTED,
    /// More wait than may, and others go before it.
    CROWDED_OUT,
    /// It waited as long as one may.
    WAITED,
    /// Its answer would come after its deadline.
    TOO_LATE
}
