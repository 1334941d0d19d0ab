package dev.loam.app.config;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/// The settings of `[versions]`: dated versions of the API, one set a date.
public final class VersionTable {
    static final SettingTable TABLE = new SettingTable("");
    static final String VERSIONS = "versions";
    static final String NEWEST = "newest";

    private static final Kind<LocalDate> DATE = new Kind<>("a date such as 2026-11-01",
            VersionTable::date, value -> date(value instanceof String text ? text : ""),
            LocalDate::toString, false);

    public static final Setting<String> DEFAULT = TABLE.add("versioning.default", Kind.TEXT,
            NEWEST, "The version of requests that name none: newest, or a date.");
    public static final Setting<List<String>> PINS = TABLE.add("versioning.pins", Kind.LIST,
            List.of(), "Roles and ids of API keys with a version of their own, a list of "
                    + "`anon=2026-05-01`.");
    public static final Setting<String> SCHEMA = named("schema", Kind.OPTIONAL,
            "The schema whose views and functions are that version, one of database.schemas.");
    public static final Setting<LocalDate> DEPRECATED = named("deprecated", DATE,
            "From when on clients should move to another one.");
    public static final Setting<LocalDate> SUNSET = named("sunset", DATE,
            "From when on it is answered 410.");
    public static final Setting<String> LINK = named("link", AuthKinds.WEB_ADDRESS,
            "Where to read about moving.");

    public static final Setting<String> MAPPING = named("mapping", Kind.OPTIONAL,
            "A JSON file with the names that it has for what is in the schema, from the project's "
                    + "folder.");

    private VersionTable() {
    }

    private static <T> Setting<T> named(String key, Kind<T> kind, String meaning) {
        return TABLE.named(Set.of(), VERSIONS + ".*." + key, kind, null, meaning);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
