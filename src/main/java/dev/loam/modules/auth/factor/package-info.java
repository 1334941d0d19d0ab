/// Second factors: codes of an authenticator app, codes by message, security keys, and recovery
/// codes for when they are lost.
package dev.loam.modules.auth.factor;
