package dev.loam.ports.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/// HTTP fields in the order they were sent, looked up without regard to case. Immutable.
///
/// Held as two parallel arrays: a request has a dozen fields, and a scan beats hashing at that
/// size.
/// Source: RFC 9110 section 5.
public final class Headers {
    public static final Headers NONE = new Headers(new String[0], new String[0]);

    private final String[] names;
    private final String[] values;

    private Headers(String[] names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /// Alternating names and values.
    public static Headers of(String... namesAndValues) {
        var names = new String[namesAndValues.length / 2];
        var values = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = namesAndValues[2 * i];
            values[i] = namesAndValues[2 * i + 1];
        }
        return new Headers(names, values);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The first value under a name, or null.
    public String first(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                return values[i];
            }
        }
        return null;
    }

    public boolean contains(String name) {
        return first(name) != null;
    }

    /// Every value under a name, in order; empty when there is none.
    public List<String> all(String name) {
        List<String> found = new ArrayList<>(2);
        for (int i = 0; i < names.length; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                found.add(values[i]);
            }
        }
        return found;
    }

    /// All fields in order; names as they were sent.
    public void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < names.length; i++) {
            visitor.accept(names[i], values[i]);
        }
    }

    /// These fields and then the others, with no look at names they share.
    public Headers plus(Headers others) {
        var allNames = Arrays.copyOf(names, names.length + others.names.length);
        var allValues = Arrays.copyOf(values, allNames.length);
        System.arraycopy(others.names, 0, allNames, names.length, others.names.length);
        System.arraycopy(others.values, 0, allValues, names.length, others.names.length);
        return new Headers(allNames, allValues);
    }

    /// These fields and then this one, with no look at the others.
    public Headers plus(String name, String value) {
        var allNames = Arrays.copyOf(names, names.length + 1);
        var allValues = Arrays.copyOf(values, allNames.length);
        allNames[names.length] = name;
        allValues[names.length] = value;
        return new Headers(allNames, allValues);
    }

    public int size() {
        return names.length;
    }

    public Builder toBuilder() {
        var builder = new Builder();
        forEach(builder::add);
        return builder;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        forEach((name, value) -> text.append(name.toLowerCase(Locale.ROOT)).append(": ")
                .append(value).append('\n'));
        return text.toString();
    }

    /// Collects fields. Not for use by several threads.
    public static final class Builder {
        private final List<String> names = new ArrayList<>(12);
        private final List<String> values = new ArrayList<>(12);

        private Builder() {
        }

        public Builder add(String name, String value) {
            names.add(name);
            values.add(value);
            return this;
        }

        /// Replaces every value under the name by one.
        public Builder set(String name, String value) {
            remove(name);
            return add(name, value);
        }

        public Builder remove(String name) {
            for (int i = names.size() - 1; i >= 0; i--) {
                if (names.get(i).equalsIgnoreCase(name)) {
                    names.remove(i);
                    values.remove(i);
                }
            }
            return this;
        }

        public boolean contains(String name) {
            return names.stream().anyMatch(name::equalsIgnoreCase);
        }

        public Headers build() {
            return new Headers(names.toArray(String[]::new), values.toArray(String[]::new));
        }
    }
}
