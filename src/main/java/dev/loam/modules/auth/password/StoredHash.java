package dev.loam.modules.auth.password;

/// The hash of a password, of a kind and a cost that is verified here.
///
/// Reading one checks its form and its cost, so that no hash, wherever it came from, can hold a
/// thread of the pool for more than a few seconds.
sealed interface StoredHash permits Argon2Hash, BcryptHash, FirebaseHash, Pbkdf2Hash, ScryptHash {
    /// Whether it is the hash of that password (UTF-8).
    boolean matches(byte[] password);

    /// Null for a text that is no hash, of an unknown kind or too costly.
    static StoredHash read(String text) {
        if (text.length() > Phc.CHARACTERS_MAX) {
            return null;
        }
        try {
            return text.startsWith("$2") ? BcryptHash.read(text) : read(Phc.read(text));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static StoredHash read(Phc phc) {
        return switch (phc.kind()) {
            case "argon2id", "argon2i" -> Argon2Hash.read(phc);
            case "fbscrypt" -> FirebaseHash.read(phc);
            case "scrypt" -> ScryptHash.read(phc);
            case "pbkdf2-sha256", "pbkdf2-sha512" -> Pbkdf2Hash.read(phc);
            default -> null;
        };
    }
}
