package dev.loam.modules.auth.external;

/// What a service gave for a code; `refreshToken` and `idToken` may be null.
record Grant(String accessToken, String refreshToken, String idToken) {
    /// Never prints the tokens.
    @Override
    public String toString() {
        return "Grant[***]";
    }
}
