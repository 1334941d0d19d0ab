package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;

/// An aggregate (or function) that turns rows into a media type: its result is a domain named like
/// the media type, here in lower case. Where `aggregate`, it takes rows of `table`, null for those
/// of any relation (`anyelement`); else it is a function, whose own result it is.
public record MediaHandler(
        String mediaType, FunctionName function, TableName table, boolean aggregate) {
    /// An aggregate.
    public MediaHandler(String mediaType, FunctionName function, TableName table) {
        this(mediaType, function, table, true);
    }
}
