package dev.loam.app.command;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.RestOptions;
import dev.loam.app.config.PostgrestConfig;
import dev.loam.app.config.RestSettings;
import dev.loam.app.config.Setting;
import dev.loam.app.log.LogOutput;
import dev.loam.app.running.PoolMapping;
import dev.loam.app.running.Serving;
import java.util.Map;

/// `loam rest`: serves a database at `/`, in place of the `postgrest` program. Nothing is created
/// in the database.
final class RestAction {
    private final RestOptions options;
    private final Console console;
    private volatile PostgrestConfig current;

    RestAction(RestOptions options, Console console) {
        this.options = options;
        this.current = options.config();
        this.console = console;
    }

    int run() {
        PostgrestConfig config = options.config();
        if (config.rest().pool().url() == null) {
            throw new CommandFailed("db-uri (PGRST_DB_URI) must say which database to serve");
        }
        Addresses.refuseTaken(config.server(), "server-port", "admin-server-port");
        PostgresConfig database = PoolMapping.of(config.rest().pool());
        var ending = new Ending();
        try (var _ = LogOutput.open(config.server().path().log(), null, System.err);
                Serving serving = Serving.start(new Serving.Parts(config.server(), config.rest(),
                database, "", false, null, null, () -> current.values().text(Setting::postgrestKey),
                this::settings))) {
            Signals.on("USR1", serving::reloadSchema);
            Signals.on("USR2", serving::reconfigure);
            console.err().println("Listening on " + config.server().host() + ":"
                    + serving.port() + ", admin port "
                    + (serving.adminPort() == 0 ? "off" : serving.adminPort()));
            ending.await();
            ending.drain(serving, config.server().drain());
            return 0;
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            ending.done();
        }
    }

    private RestSettings settings(Map<String, String> inDatabase) {
        current = PostgrestConfig.load(options.file(), options.environment(), inDatabase);
        return current.rest();
    }
}
