package dev.loam.kernel.query;

/// One term of an ordering. `relation` is null, or names an embedded to-one relation whose field it
/// is. Null `descending` and `nullsFirst` leave PostgreSQL's defaults.
public record Order(String relation, Field field, Boolean descending, Boolean nullsFirst) {
}
