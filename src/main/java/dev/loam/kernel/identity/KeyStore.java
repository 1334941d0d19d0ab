package dev.loam.kernel.identity;

import java.util.List;
import java.util.function.UnaryOperator;

/// Where the key pairs of a project are kept, shared by all its processes.
///
/// Both methods block, within a time of the store's own choice.
public interface KeyStore {
    /// The keys, oldest first.
    List<StoredKey> load() throws KeysUnreadable;

    /// Changes the keys in one go: all of it is kept or nothing, and nobody else changes any
    /// meanwhile. What `change` leaves out stays as it is. Answers what it answered.
    List<StoredKey> change(UnaryOperator<List<StoredKey>> change) throws KeysUnreadable;
}
