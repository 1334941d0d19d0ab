package dev.loam.modules.auth.factor;

/// Keeps the secrets of factors from whoever reads the table.
public interface Sealer {
    /// Leaves everything as it is.
    Sealer NONE = new Sealer() {
        @Override
        public String seal(String secret, String owner) {
            return secret;
        }

        @Override
        public String open(String stored, String owner) {
            return stored;
        }
    };

    /// What to store of a secret; it can be opened for the same owner only.
    String seal(String secret, String owner);

    /// The secret of what is stored. What was never sealed, as of accounts that came from
    /// elsewhere, is taken as it is. Fails with `IllegalStateException` where the key is another
    /// one.
    String open(String stored, String owner);
}
