package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;

/// An aggregate (or function) that turns rows into a media type: its result is a domain named like
/// the media type. `table` is null for a handler of any relation (`anyelement`).
public record MediaHandler(String mediaType, FunctionName function, TableName table) {
}
