package dev.loam.kernel.catalog;

import java.util.HashMap;
import java.util.Map;

/// Gives equal values one instance while a schema is read: most names, types and even whole columns
/// come many times. Bounded: beyond so many different ones, new ones are left as they are.
final class Shared {
    private static final int VALUES_MAX = 200_000;

    private final Map<Object, Object> values = new HashMap<>();

    /// The value, or an equal one that came before; null for null.
    <T> T one(T value) {
        if (value == null) {
            return null;
        }
        Object before = values.size() < VALUES_MAX
                ? values.putIfAbsent(value, value) : values.get(value);
        if (before == null) {
            return value;
        }
        @SuppressWarnings("unchecked")
        T same = (T) before;
        return same;
    }
}
