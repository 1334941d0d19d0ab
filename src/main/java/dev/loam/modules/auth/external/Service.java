package dev.loam.modules.auth.external;

import java.util.List;

/// What is known about a service before anyone signs in with it.
sealed interface Service {
    /// Who it says it is; the claim `iss` of the identities it gives.
    String issuer();

    /// What is always asked for.
    List<String> scopes();

    /// Whether it may be sent a code challenge.
    boolean pkce();

    /// A service whose endpoints and keys are found by discovery, and which vouches for people with
    /// an ID token.
    record OpenId(String issuer, List<String> scopes, boolean pkce, Dialect dialect)
            implements Service {
    }

    /// A service that only hands out access tokens, with which the profile is fetched.
    ///
    /// `emails` is where the addresses are listed, null where the profile has the only one. `basic`
    /// says how the client proves itself: in the field `Authorization` or in the form.
    record OAuth(
            String issuer, String authorization, String token, String userinfo, String emails,
            List<String> scopes, boolean pkce, boolean basic, Mapping mapping)
            implements Service {
    }

    /// Where a service departs from OpenID Connect.
    enum Dialect {
        STANDARD,
        /// Answers with a form that the browser posts, and takes a signed token as client secret.
        APPLE,
        /// Has one issuer per tenant, and says in `xms_edov` whether an address is proven.
        AZURE,
        /// Leaves the scheme out of some issuers.
        GOOGLE
    }

    /// JSON pointers into a profile, null for what it does not tell. An address counts as verified
    /// where `verified` leads to something that is neither false, 0, empty nor absent.
    record Mapping(
            String subject, String email, String verified, String name, String userName,
            String avatar) {
    }
}
