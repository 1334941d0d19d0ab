package dev.loam.app.cli;

import dev.loam.app.config.ConfigLoader.Flag;
import dev.loam.app.config.Setting;
import dev.loam.app.config.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Settings that can be given on the command line. They are texts here; the table of settings
/// judges them together with everything else.
final class UpFlags {
    @Option(names = "--host", paramLabel = "ADDRESS",
            description = "The address to listen on (127.0.0.1).")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", description = "The port of the API (8000).")
    private String port;

    @Option(names = "--admin-port", paramLabel = "PORT",
            description = "The port for /live and /ready, on loopback (8001).")
    private String adminPort;

    @Option(names = "--database-url", paramLabel = "URL",
            description = "The PostgreSQL server to use in place of Loam's own. Other users of the "
                    + "machine can see it; LOAM_DATABASE_URL hides it.")
    private String databaseUrl;

    @Option(names = "--bootstrap",
            description = "Create the roles, schemas and functions Loam needs in that server.")
    private boolean bootstrap;

    @Option(names = "--production",
            description = "Stricter defaults, and a start only without what is known to be "
                    + "unsafe.")
    private boolean production;

    @Option(names = "--roles", paramLabel = "NAME,…",
            description = "The modules to run here (all).")
    private String roles;

    List<Flag> flags() {
        List<Flag> flags = new ArrayList<>();
        add(flags, "--host", Settings.HOST, host);
        add(flags, "--port", Settings.PORT, port);
        add(flags, "--admin-port", Settings.ADMIN_PORT, adminPort);
        add(flags, "--database-url", Settings.DATABASE_URL, databaseUrl);
        add(flags, "--bootstrap", Settings.BOOTSTRAP, bootstrap ? "true" : null);
        add(flags, "--production", Settings.PRODUCTION, production ? "true" : null);
        add(flags, "--roles", Settings.ROLES, roles);
        return flags;
    }

    private static void add(List<Flag> flags, String name, Setting<?> setting, String value) {
        if (value != null) {
            flags.add(new Flag(name, setting, value));
        }
    }
}
