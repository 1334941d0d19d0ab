package dev.loam.kernel.identity;

/// Finds opaque keys. May block, for a bounded time.
@FunctionalInterface
public interface ApiKeyLookup {
    /// Knows none.
    ApiKeyLookup NONE = _ -> null;

    /// The key of that text where it counts now, else null.
    ApiKey find(String text) throws KeysUnreadable;
}
