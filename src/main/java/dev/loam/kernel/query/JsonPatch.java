package dev.loam.kernel.query;

import java.util.List;

/// An operation on a row, taken as a JSON object whose members are its columns. Values are JSON
/// texts. A column that is removed is null.
///
/// Source: RFC 6902 section 4.
public sealed interface JsonPatch {
    Pointer path();

    /// The columns it names.
    default List<String> columns() {
        return List.of(path().column());
    }

    /// The columns it changes.
    default List<String> written() {
        return columns();
    }

    /// What has to be there for it, in words.
    default String places() {
        return path().toString();
    }

    record Add(Pointer path, String json) implements JsonPatch {
    }

    record Replace(Pointer path, String json) implements JsonPatch {
    }

    record Remove(Pointer path) implements JsonPatch {
    }

    record Copy(Pointer from, Pointer path) implements JsonPatch {
        @Override
        public List<String> columns() {
            return List.of(from.column(), path.column());
        }

        @Override
        public List<String> written() {
            return List.of(path.column());
        }

        @Override
        public String places() {
            return from + " or " + path;
        }
    }

    record Move(Pointer from, Pointer path) implements JsonPatch {
        @Override
        public List<String> columns() {
            return List.of(from.column(), path.column());
        }

        @Override
        public String places() {
            return from + " or " + path;
        }
    }

    record Test(Pointer path, String json) implements JsonPatch {
        @Override
        public List<String> written() {
            return List.of();
        }
    }

    /// A place in a row: a column, and the way from there into its document.
    ///
    /// Source: RFC 6901.
    record Pointer(String column, List<String> keys) {
        public Pointer {
            keys = List.copyOf(keys);
        }

        /// Whether `other` is a place inside this one.
        public boolean holds(Pointer other) {
            return column.equals(other.column) && keys.size() < other.keys.size()
                    && other.keys.subList(0, keys.size()).equals(keys);
        }

        @Override
        public String toString() {
            var text = new StringBuilder("/").append(escaped(column));
            keys.forEach(key -> text.append('/').append(escaped(key)));
            return text.toString();
        }

        private static String escaped(String key) {
            return key.replace("~", "~0").replace("/", "~1");
        }
    }
}
