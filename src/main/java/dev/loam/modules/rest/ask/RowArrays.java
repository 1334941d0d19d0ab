package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.validation.BodyCheck;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads JSON arrays that together are one: all of their objects must have the same keys.
final class RowArrays {
    private final JsonBody.Reader json;
    private final boolean anyKeys;
    private final BodyCheck check;
    private List<String> keys;
    private Set<String> keySet;

    /// With `anyKeys`, objects need not have the same ones. `check` may be null.
    RowArrays(JsonBody.Reader json, boolean anyKeys, BodyCheck check) {
        this.json = json;
        this.anyKeys = anyKeys;
        this.check = check;
    }

    /// Fails: 400 PGRST102.
    Asked.Payload.Json read(byte[] array, Place begin) {
        JsonBody found = json.read(array, begin, check);
        if (keys == null) {
            keys = found.keys();
            keySet = new HashSet<>(keys);
        }
        boolean same = found.keys().equals(keys) || new HashSet<>(found.keys()).equals(keySet);
        if (!anyKeys && !(found.uniform() && same)) {
            throw new Refusal(new RestFailure.InvalidBody("All object keys must match", null));
        }
        return new Asked.Payload.Json(array, true, keys, found.rows());
    }
}
