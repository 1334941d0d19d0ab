package dev.loam.modules.realtime.rows;

/// Object ids of PostgreSQL's own types, which are the same in every database.
///
/// Source: PostgreSQL's `pg_type` catalog.
final class Types {
    static final int BOOL = 16;
    static final int NAME = 19;
    static final int INT8 = 20;
    static final int INT2 = 21;
    static final int INT4 = 23;
    static final int TEXT = 25;
    static final int FLOAT8 = 701;
    static final int VARCHAR = 1043;
    static final int DATE = 1082;
    static final int TIMESTAMP = 1114;
    static final int TIMESTAMPTZ = 1184;
    static final int NUMERIC = 1700;
    static final int UUID = 2950;

    private Types() {
    }
}
