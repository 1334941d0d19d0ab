package dev.loam.bench.work;

/// Who asks.
public enum Who {
    /// Nobody known: no token.
    ANYONE,
    /// A customer, by one signed token.
    CUSTOMER,
    /// The same customer, by another token in each of 20,000 requests.
    MANY_TOKENS
}
