/// Passkeys: signing in with a key pair instead of a password.
package dev.loam.modules.auth.passkey;
