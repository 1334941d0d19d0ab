package dev.loam.app.config;

/// Which PostgreSQL is used. `url` is null for Loam's own server, `embeddedPort` 0 for a free port
/// that is then kept; `bootstrap` allows to create what Loam needs in a foreign database.
public record DatabaseConfig(
        String url, int embeddedPort, boolean bootstrap, boolean defaultPrivileges) {
    static DatabaseConfig from(Resolved values, String url) {
        return new DatabaseConfig(
                url, values.get(Settings.EMBEDDED_PORT), values.get(Settings.BOOTSTRAP),
                values.get(Settings.DEFAULT_PRIVILEGES));
    }

    public boolean embedded() {
        return url == null;
    }

    @Override
    public String toString() {
        return embedded() ? "own server" : Kind.hidePassword(url);
    }
}
