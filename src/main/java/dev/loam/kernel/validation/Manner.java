package dev.loam.kernel.validation;

import java.util.List;

/// How a body is used.
///
/// `change` where it changes rows that are there, whose other values are not known. `defaults`
/// where a member that is not there stands for the column's default, not for null: PostgreSQL then
/// reads the body as jsonb. `columns` are those taken from the body, null for all members. `merges`
/// where members of JSON type change a document and do not take its place.
public record Manner(boolean change, boolean defaults, List<String> columns, boolean merges) {
    public static final Manner PLAIN = new Manner(false, false, null, false);
}
