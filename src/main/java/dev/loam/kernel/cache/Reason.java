package dev.loam.kernel.cache;

/// Why an answer was not kept, in kinds that can be counted.
public enum Reason {
    OFF, STRONG, WRITES, NOT_WHOLE, PREPARED, ISOLATION, ROLE, TABLE, UNTOLD, UNKNOWABLE, CLOSED,
    SCHEMA, SHAPE, FAILED, REFUSED
}
