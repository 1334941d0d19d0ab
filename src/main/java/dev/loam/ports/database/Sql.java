package dev.loam.ports.database;

import java.util.List;

/// One SQL statement with its values.
///
/// `text` has a `?` for each bind, in order (a literal question mark operator is written `??`);
/// `footprint` tells what it touches, for caches and routing. Equal requests with different values
/// make equal `text`, so that a connection's prepared statement serves again. `remark` goes along
/// as a comment, for whoever looks at the statement on the server; null for none. It holds for one
/// request: such a statement is not prepared for others.
public record Sql(String text, List<Bind> binds, Footprint footprint, String remark) {
    /// One without a remark.
    public Sql(String text, List<Bind> binds, Footprint footprint) {
        this(text, binds, footprint, null);
    }

    public static Sql of(String text, Bind... binds) {
        return new Sql(text, List.of(binds), Footprint.UNKNOWN);
    }

    public Sql remarked(String newRemark) {
        return new Sql(text, binds, footprint, newRemark);
    }

    /// A value for a placeholder, in PostgreSQL's text format. Its type is left to the server
    /// (`unknown`), as for a quoted literal, unless the statement casts it.
    public sealed interface Bind {
        /// A text; null is SQL NULL.
        record Text(String value) implements Bind {
        }

        /// UTF-8 bytes that go out as they are: a JSON document, say.
        record Utf8(byte[] value) implements Bind {
        }

        /// Bytes for a `bytea`.
        record Binary(byte[] value) implements Bind {
        }

        static Bind of(String value) {
            return new Text(value);
        }
    }
}
