package dev.loam.modules.auth.webauthn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The name of an account within an authenticator: the text of the user's id, which says nothing
/// about the person.
final class UserHandle {
    private static final int RAW_BYTES = 16;
    private static final int TEXT_BYTES = 36;

    private UserHandle() {
    }

    static byte[] of(UUID user) {
        return user.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The user, null where the bytes name none. The sixteen bytes of a UUID serve as well as its
    /// text.
    static UUID user(byte[] handle) {
        if (handle == null) {
            return null;
        }
        if (handle.length == RAW_BYTES) {
            var bytes = ByteBuffer.wrap(handle);
            return new UUID(bytes.getLong(), bytes.getLong());
        }
        try {
            return handle.length == TEXT_BYTES
                    ? UUID.fromString(new String(handle, StandardCharsets.US_ASCII)) : null;
        } catch (IllegalArgumentException bad) {
            return null;
        }
    }
}
