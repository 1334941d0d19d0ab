package dev.loam.kernel.lineage;

import dev.loam.ports.database.Rows;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// PostgreSQL's own functions whose result may change though their arguments do not.
///
/// IMMUTABLE ones never do. Of the STABLE ones those are fine that depend on their arguments and on
/// settings alone, since the settings of a session always count (time zone, language, search path,
/// role); what stands behind an operator or a cast is of that kind. Everything else may look at
/// the clock, at the session or at what no change tells, or may run a query that is given as text.
final class Builtins {
    private static final Set<String> HARMLESS = Set.of(
            "array_to_json", "array_to_string", "concat", "concat_ws", "convert", "convert_from",
            "convert_to", "current_database", "current_schema", "current_schemas",
            "current_setting", "current_user", "date_add", "date_cmp_timestamptz", "date_part",
            "date_subtract", "date_trunc", "enum_first", "enum_last", "enum_range", "extract",
            "format", "format_type", "generate_series", "get_current_ts_config",
            "getdatabaseencoding", "getpgusername", "in_range", "json_build_array",
            "json_build_object", "json_to_tsvector", "jsonb_build_array", "jsonb_build_object",
            "jsonb_path_exists_tz", "jsonb_path_match_tz", "jsonb_path_query_array_tz",
            "jsonb_path_query_first_tz", "jsonb_path_query_tz", "jsonb_to_tsvector", "length",
            "make_timestamptz", "overlaps", "pg_collation_for", "pg_typeof", "phraseto_tsquery",
            "plainto_tsquery", "quote_literal", "quote_nullable", "row_to_json", "session_user",
            "timestamp_cmp_timestamptz", "timestamptz", "timestamptz_cmp_date",
            "timestamptz_cmp_timestamp", "timezone", "to_char", "to_date", "to_json", "to_jsonb",
            "to_number", "to_timestamp", "to_tsquery", "to_tsvector", "ts_headline",
            "websearch_to_tsquery", "xml_is_well_formed");

    /// `timetz(time)`, and `timezone` of a `timetz`: the offset of a zone is that of today.
    private static final Set<Long> OF_TODAY = Set.of(2047L, 2037L, 6336L);

    private final Map<Long, String> byId;
    private final Map<String, String> byName;

    private Builtins(Map<Long, String> byId, Map<String, String> byName) {
        this.byId = byId;
        this.byName = byName;
    }

    /// Of the rows of `builtins.sql`.
    static Builtins of(Rows rows) {
        var byId = new HashMap<Long, String>();
        var byName = new HashMap<String, String>();
        for (int row = 0; row < rows.size(); row++) {
            String name = rows.text(row, 1);
            boolean isVolatile = rows.text(row, 2).equals("v");
            boolean harmless = rows.text(row, 3).equals("t") || rows.text(row, 4).equals("t")
                    || HARMLESS.contains(name);
            if (isVolatile || !harmless || OF_TODAY.contains(rows.number(row, 0, 0))) {
                String why = "calls " + name + (isVolatile ? ", which is VOLATILE"
                        : ", whose result can change by itself");
                byId.put(rows.number(row, 0, 0), why);
                byName.put(name, why);
            }
        }
        return new Builtins(byId, byName);
    }

    /// Why a call of the function with that number is in the way, the end of a sentence; null where
    /// it is not.
    String obstacle(long id) {
        return byId.get(id);
    }

    /// The same of any function with that name.
    String obstacle(String name) {
        return byName.get(name);
    }
}
