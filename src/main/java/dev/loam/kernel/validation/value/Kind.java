package dev.loam.kernel.validation.value;

/// What can be told of values of a type. `OTHER` are types of whose values nothing is known but
/// whether they are null; values of `JSON` are the names of their kinds, as `jsonb_typeof` has it.
public enum Kind {
    INTEGER, NUMERIC, DOUBLE, TEXT, BOOLEAN, LABEL, UUID, DATE, JSON, OTHER
}
