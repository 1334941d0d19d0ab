package dev.loam.kernel.identity;

/// What our own tokens are signed with: the project's secret, or a key pair whose public half
/// anyone may fetch.
public enum SigningAlgorithm {
    HS256, ES256, RS256;

    /// Whether tokens bear the signature of a key pair.
    public boolean asymmetric() {
        return this != HS256;
    }
}
