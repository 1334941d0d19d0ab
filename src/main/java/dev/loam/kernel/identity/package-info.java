/// Who is asking: tokens and keys are verified here, and become a
/// [dev.loam.kernel.identity.Caller].
///
/// Source: PostgREST documentation, "Authentication"; RFC 7515, 7517, 7518, 7519, 8037, 8725.
package dev.loam.kernel.identity;
