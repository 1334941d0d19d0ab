package dev.loam.modules.rest.ask;

import dev.loam.kernel.query.Asked;

/// A request as far as it is understood without a catalog.
///
/// `resource` is its path in one spelling, as `Location` needs it; `location` adds the query, as
/// `Content-Location` does. `paging` is null unless a page of a walk along a key is asked for.
public record Ask(
        Method method, String schema, Asked asked, Preferences preferences, String resource,
        String location, Paging paging) {
    /// The rows asked for, at the top.
    public Asked.Slice slice() {
        return Ranges.top(asked.shape());
    }
}
