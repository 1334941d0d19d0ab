package dev.loam.app.config;

/// A value somebody gave for a setting.
///
/// `name` is the setting's key, `origin` who gave it (a file, a variable, a flag), `where` how a
/// complaint points at it. `value` is null, a text, a `Long`, a `Double`, a `Boolean` or a list;
/// `typed` says whether it comes from a file that knows types, where a number in quotes is a text.
record Given(String name, String origin, String where, Object value, boolean typed) {
    static Given inFile(String file, String name, Object value) {
        return new Given(name, file, file + ": " + name, value, true);
    }

    static Given asText(String name, String origin, String value) {
        return new Given(name, origin, origin, value, false);
    }
}
