package dev.loam.app.config;

import java.util.Locale;

/// One setting: its key in `loam.toml`, its name in PostgREST's dialect (null where it has none),
/// its kind, the value it has when nobody gives one (null for none), and what it means.
public record Setting<T>(
        String key, String postgrestKey, Kind<T> kind, T fallback, String meaning) {
    /// The variable that gives it: `server.admin-port` is `LOAM_SERVER_ADMIN_PORT`.
    public String variable() {
        return "LOAM_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// The table it stands in.
    public String section() {
        return key.substring(0, key.indexOf('.'));
    }
}
