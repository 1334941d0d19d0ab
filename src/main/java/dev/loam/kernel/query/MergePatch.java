package dev.loam.kernel.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A change of a JSON document: members to set or to change in turn, and members to remove.
///
/// Source: RFC 7396.
public sealed interface MergePatch {
    /// Any JSON but an object, which takes the place of what was there.
    record Value(String json) implements MergePatch {
    }

    record Members(Map<String, MergePatch> set, List<String> removed) implements MergePatch {
        public Members {
            set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
            removed = List.copyOf(removed);
        }
    }
}
