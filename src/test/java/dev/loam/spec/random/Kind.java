package dev.loam.spec.random;

import java.util.List;

/// The type of a column, with what a request may do with it.
enum Kind {
    SMALLINT("smallint", Family.NUMBER, "0", "1", "-1", "7", "32767"),
    INTEGER("integer", Family.NUMBER, "0", "1", "2", "-1", "10", "2147483647"),
    BIGINT("bigint", Family.NUMBER, "0", "1", "-1", "9007199254740993", "9223372036854775807"),
    NUMERIC("numeric(20,4)", Family.NUMBER, "0", "1.5", "-0.0001", "1234567890123.4567", "10.10"),
    DOUBLE("double precision", Family.NUMBER, "0", "1.5", "-1e-7", "1e300", "0.1"),
    TEXT("text", Family.TEXT),
    VARCHAR("varchar(200)", Family.TEXT),
    CHAR("char(4)", Family.ORDERED, "a", "ab", "abcd", "B"),
    BOOLEAN("boolean", Family.TRUTH, "true", "false"),
    DATE("date", Family.ORDERED, "2026-01-01", "1999-12-31", "0044-03-15 BC", "infinity"),
    TIMESTAMP("timestamp", Family.ORDERED, "2026-01-01 10:00:00.123456", "1970-01-01 00:00:00"),
    TIMESTAMPTZ("timestamptz", Family.ORDERED, "2026-01-01 10:00:00+02", "-infinity"),
    TIME("time", Family.ORDERED, "10:00:00", "23:59:59.999"),
    INTERVAL("interval", Family.ORDERED, "1 day", "-2 mons 3 days", "00:00:01"),
    UUID("uuid", Family.ORDERED, "00000000-0000-0000-0000-000000000001",
            "ffffffff-ffff-ffff-ffff-ffffffffffff"),
    BYTEA("bytea", Family.ORDERED, "\\x", "\\x00ff", "\\xdeadbeef"),
    INET("inet", Family.ORDERED, "127.0.0.1", "10.0.0.0/8", "::1"),
    JSON("json", Family.JSON),
    JSONB("jsonb", Family.JSON),
    TEXT_ARRAY("text[]", Family.ARRAY, "{}", "{a}", "{a,b}", "{\"a,b\",\"c\\\"d\",NULL}",
            "{\"\"}", "{{a,b},{c,d}}"),
    INTEGER_ARRAY("integer[]", Family.ARRAY, "{}", "{1}", "{1,2}", "{2,NULL}", "{1,2,3}"),
    INTEGER_RANGE("int4range", Family.RANGE, "empty", "[1,5)", "[3,9)", "(,10)", "[20,)"),
    DATE_RANGE("daterange", Family.RANGE, "[2026-01-01,2026-02-01)", "[2026-01-15,)", "empty"),
    SEARCH("tsvector", Family.SEARCH, "", "'fox':1 'quick':2", "'a':1A 'b':2"),
    MOOD(Sql.name("Mood?") , Family.ORDERED, "so so", "Good", "it's", "a,b"),
    SMALL(Sql.name("small.number"), Family.NUMBER, "1", "2", "99"),
    PAIR(Sql.name("pa\"ir"), Family.OTHER, "(1,a)", "(,)", "(2,\"x y\")"),
    MOOD_ARRAY(Sql.name("Mood?") + "[]", Family.ARRAY, "{}", "{Good}", "{\"so so\",Good}"),
    POINT("point", Family.OTHER, "(1,2)", "(0,0)");

    enum Family { NUMBER, TEXT, TRUTH, ORDERED, JSON, ARRAY, RANGE, SEARCH, OTHER }

    /// The types that the schema's own names stand for.
    static final String TYPES = "create type " + MOOD.sql
            + " as enum ('so so', 'Good', 'it''s', 'a,b');\n"
            + "create domain " + SMALL.sql + " as integer check (value between 1 and 99);\n"
            + "create type " + PAIR.sql + " as (n integer, \"Wo rd\" text);\n";

    private static final List<String> DOCUMENTS = List.of(
            "null", "1", "\"text\"", "[]", "{}", "[1,2,3]", "{\"a\":1}", "{\"a\":{\"b\":[1,2]}}",
            "{\"a b\":\"x\",\"c.d\":null}", "{\"a\":\"it's \\\"quoted\\\"\"}", "[{\"a\":1},null]",
            "{\"\":\"empty\",\"😀\":true}", "1e5", "true");

    private final String sql;
    private final Family family;
    private final List<String> values;

    Kind(String sql, Family family, String... values) {
        this.sql = sql;
        this.family = family;
        this.values = List.of(values);
    }

    /// Its name in SQL.
    String sql() {
        return sql;
    }

    Family family() {
        return family;
    }

    /// A value in PostgreSQL's text form; with a `mark`, where the type has room, one that holds
    /// the mark.
    String value(Dice dice, String mark) {
        return switch (family) {
            case TEXT -> mark == null ? Words.text(dice) : mark + " " + Words.text(dice);
            case JSON -> mark == null ? dice.pick(DOCUMENTS)
                    : "{\"a\":\"" + mark + "\",\"b\":[\"" + mark + "\"]}";
            case SEARCH -> mark == null ? dice.pick(values) : "'" + mark + "':1";
            case ARRAY -> mark == null || this != TEXT_ARRAY ? dice.pick(values)
                    : "{" + mark + ",a}";
            default -> dice.pick(values);
        };
    }

    /// Whether `=` is defined.
    boolean equal() {
        return this != JSON && this != POINT;
    }

    /// Whether a request can compare it with a value. A row is compared with no text, since
    /// PostgreSQL then takes the text for a row of no type.
    boolean compared() {
        return equal() && this != PAIR;
    }

    /// Whether `<` and ORDER BY are defined.
    boolean ordered() {
        return equal();
    }

    /// As an argument, for which PostgreSQL forgets the length.
    String argument(String value) {
        String type = sql.startsWith("\"") ? sql : sql.replaceAll("\\(.*\\)", "");
        return Sql.text(value) + "::" + (this == CHAR ? "bpchar" : type);
    }

    String literal(String value) {
        return value == null ? "null" : Sql.text(value) + "::" + sql;
    }
}
