/// Loam as the authorization server of other applications: OAuth 2.1 with OpenID Connect.
package dev.loam.modules.auth.server;
