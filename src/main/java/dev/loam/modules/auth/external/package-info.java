/// Sign-in with other services: OpenID Connect by discovery, OAuth 2 with a profile to fetch, and
/// ID tokens that an app got by itself.
package dev.loam.modules.auth.external;
