package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;

/// An aggregate (or function) that turns rows into a media type: its result is a domain named like
/// the media type, here in lower case. Where `aggregate`, it takes rows of `table`, null for those
/// of any relation (`anyelement`); else it is a function, whose own result it is. `binary` where
/// the domain stands for `bytea`, else its values are text.
public record MediaHandler(
        String mediaType, FunctionName function, TableName table, boolean aggregate,
        boolean binary) {
    /// The media type of a handler that answers whatever is asked for.
    public static final String ANY = "*/*";
}
