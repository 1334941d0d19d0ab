package dev.loam.kernel.identity;

import java.util.List;
import java.util.UUID;

/// The opaque keys of a project's services, for those who manage them. All methods block, for a
/// bounded time.
public interface ServiceKeys {
    /// Makes a key.
    ///
    /// @throws IllegalArgumentException where it cannot be as wanted, with words for people
    ApiKey.Created create(ApiKey.Wanted wanted) throws KeysUnreadable;

    /// The youngest keys, youngest first, with those that do not count any more.
    List<ApiKey> list() throws KeysUnreadable;

    /// Revokes a key; null where there is none of that id. What has been revoked stays so.
    ApiKey revoke(UUID id) throws KeysUnreadable;
}
