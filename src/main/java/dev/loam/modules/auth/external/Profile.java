package dev.loam.modules.auth.external;

import tools.jackson.databind.node.ObjectNode;

/// Someone as another service knows them.
///
/// - `subject`: their unchanging name there.
/// - `email`: in lower case, null for none; `emailVerified` only where the service vouches for it.
/// - `claims`: what is kept as the identity's data and copied to the user's metadata.
public record Profile(String subject, String email, boolean emailVerified, ObjectNode claims) {
}
