package dev.loam.app.command;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgres;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.app.check.CheckReport;
import dev.loam.app.check.ConsistencyCheck;
import dev.loam.app.cli.CheckOptions;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.running.CheckedCache;
import dev.loam.base.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `loam check-consistency`: the check of histories on a server of its own, which is gone
/// afterwards.
final class CheckAction {
    /// Commits of sessions that ask for it wait for a standby that never answers: they are told
    /// long before anybody sees them.
    private static final Map<String, String> SETTINGS = Map.of(
            "synchronous_standby_names", "nobody", "synchronous_commit", "local");

    private final CheckOptions options;
    private final Console console;

    CheckAction(CheckOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        var ending = new Ending();
        Path folder = null;
        try {
            folder = Files.createTempDirectory("loam-check-");
            return on(folder, ending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new CommandFailed("The database could not be prepared: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            remove(folder);
            ending.done();
        }
    }

    private int on(Path folder, Ending ending) throws SQLException, InterruptedException {
        console.err().println("Starting a PostgreSQL in " + folder);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                folder, EmbeddedConfig.defaults().withSettings(SETTINGS))) {
            try (Connection owner = server.connect(); Statement statement =
                    owner.createStatement()) {
                Bootstrap.apply(owner, BootstrapConfig.of(null, new Secret("x".repeat(32))));
                statement.execute(ConsistencyCheck.script());
            }
            return check(PostgresConfig.fromUrl(server.ownerUrl()), ending);
        }
    }

    private int check(PostgresConfig database, Ending ending) throws InterruptedException {
        try (var tried = CheckedCache.open(database, options.seed())) {
            ConsistencyCheck check = tried.check();
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    ending.await();
                    check.end();
                } catch (InterruptedException _) {
                    // It ended by itself.
                }
            });
            console.err().println("Reading and writing for " + options.time().toSeconds()
                    + " s with --seed " + options.seed());
            CheckReport report = check.run(options.time());
            waiting.interrupt();
            return told(report);
        }
    }

    private int told(CheckReport report) {
        String reads = new TreeMap<>(report.reads()).entrySet().stream()
                .map(read -> read.getValue() + " " + read.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        console.out().println("seed        " + report.seed());
        console.out().println("answers     " + report.answers() + " (" + reads + ")");
        console.out().println("writes      " + report.writes());
        console.out().println("feed cut    " + report.cuts() + " times");
        console.out().println("violations  " + report.violations().size());
        report.violations().forEach(violation -> console.out().println("  " + violation));
        return report.violations().isEmpty() ? 0 : 1;
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
