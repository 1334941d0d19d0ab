/// Web Authentication: what browsers are asked, and the proof of what they answer. Second factors
/// and passkeys both build on it.
package dev.loam.modules.auth.webauthn;
