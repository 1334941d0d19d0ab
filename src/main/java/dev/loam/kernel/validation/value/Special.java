package dev.loam.kernel.validation.value;

/// What a value is where it is no value: SQL's null, or something that only PostgreSQL can tell.
///
/// Both stand for truth values too. They differ in one thing: whether a null is null is known.
public enum Special {
    NULL, UNSURE
}
