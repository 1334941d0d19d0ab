package dev.loam.kernel.identity;

/// Finds out who a request comes from. Thread-safe; may ask the database for an opaque key,
/// within a bounded time.
@FunctionalInterface
public interface Verifier {
    /// The caller, or a refusal with an [IdentityFailure].
    ///
    /// @param authorization the field `Authorization`, or null
    /// @param apikey the field `apikey`, or null
    Caller verify(String authorization, String apikey);
}
