package dev.loam.app.config;

import java.util.Locale;
import java.util.Set;

/// One setting: its key in `loam.toml`, its name in PostgREST's dialect (null where it has none),
/// its kind, the value it has when nobody gives one (null for none), and what it means.
///
/// A key with a `*` stands for one setting a name: `auth.external.*.secret` for the secret of each
/// provider. `names` are those that may stand there, empty for any.
public record Setting<T>(
        String key, Set<String> names, String postgrestKey, Kind<T> kind, T fallback,
        String meaning) {
    private static final String NAME = "*";

    public Setting {
        names = Set.copyOf(names);
    }

    /// The variable that gives it: `server.admin-port` is `LOAM_SERVER_ADMIN_PORT`.
    public String variable() {
        return "LOAM_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// The table it stands in.
    public String section() {
        return key.substring(0, key.lastIndexOf('.'));
    }

    /// Whether it stands for one setting a name.
    public boolean named() {
        return key.contains(NAME);
    }

    /// That of one name.
    public Setting<T> of(String name) {
        return new Setting<>(
                key.replace(NAME, name), Set.of(), postgrestKey, kind, fallback, meaning);
    }

    /// That of the name in a key, null when the key is none of this one's.
    Setting<T> at(String given) {
        return ofNameIn(given, key);
    }

    /// That of the name in a variable, null when the variable is none of this one's.
    Setting<T> inVariable(String given) {
        return ofNameIn(given, variable());
    }

    private Setting<T> ofNameIn(String given, String form) {
        int at = form.indexOf(NAME);
        String end = form.substring(at + 1);
        if (given.length() < form.length() || !given.startsWith(form.substring(0, at))
                || !given.endsWith(end)) {
            return null;
        }
        String name = given.substring(at, given.length() - end.length())
                .toLowerCase(Locale.ROOT).replace('_', '-');
        boolean fits = name.indexOf('.') < 0 && (names.isEmpty() || names.contains(name));
        return fits ? of(name) : null;
    }
}
