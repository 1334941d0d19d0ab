/// Passwords: hashes of them, old and new, and what a password must be like.
package dev.loam.modules.auth.password;
