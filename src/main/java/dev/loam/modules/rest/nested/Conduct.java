package dev.loam.modules.rest.nested;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Resolution;
import dev.loam.modules.rest.ask.Preferences.Nested;

/// How nested rows are treated. With `changes`, those that are there are changed; `resolution`
/// says what an insert does with them otherwise, null for nothing. With `replaces`, related rows
/// that are not mentioned go.
record Conduct(boolean changes, Resolution resolution, boolean replaces) {
    static Conduct of(Asked asked, Nested nested) {
        boolean replaces = nested == Nested.REPLACE;
        return asked instanceof Asked.Insert insert
                ? new Conduct(false, insert.resolution(), replaces)
                : new Conduct(true, null, replaces);
    }

    /// True where a row can be there already.
    boolean meets() {
        return changes || resolution != null || replaces;
    }
}
