package dev.loam.app.command;

import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.config.ConfigLoader;
import dev.loam.app.config.ConfigRefused;
import dev.loam.app.config.LoamConfig;
import dev.loam.app.config.ProductionRules;
import dev.loam.app.config.RestSettings;
import dev.loam.app.config.ServerConfig;
import dev.loam.app.config.Setting;
import dev.loam.app.log.LogOutput;
import dev.loam.app.project.KeyFile;
import dev.loam.app.project.Keys;
import dev.loam.app.project.RunningLoam;
import dev.loam.app.running.AuthParts;
import dev.loam.app.running.LiveMapping;
import dev.loam.app.running.ModuleList;
import dev.loam.app.running.Serving;
import dev.loam.kernel.module.ModuleManifest;
import dev.loam.modules.auth.AuthModule;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.realtime.config.RealtimeConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `loam up`: from a project's folder to a serving process, and back.
final class UpAction {
    static final String PREFIX = "/rest/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ProjectOptions options;
    private Console console;
    private volatile ConfigLoader.Loaded current;

    UpAction(ProjectOptions options, Console console) {
        this.options = options;
        this.current = options.loaded();
        this.console = console;
    }

    int run() {
        long begun = System.nanoTime();
        RunningLoam.of(options.project()).ifPresent(running -> {
            throw new CommandFailed("Loam already serves " + options.project().dir()
                    + " at " + running.url() + " (process " + running.pid() + ")");
        });
        refuseUnfit();
        Addresses.refuseTaken(options.config().server(),
                "--port, server.port", "--admin-port, server.admin-port");
        options.project().prepare();
        Keys keys = keys(options.config().rest());
        var ending = new Ending();
        try (var log = LogOutput.open(options.config().server().path().log(),
                UpAction.class.getPackage().getImplementationVersion(), System.err)) {
            console = new Console(console.out(), log.says(console.err()), console.in());
            run(keys, begun, ending);
            return 0;
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            ending.done();
        }
    }

    private void run(Keys keys, long begun, Ending ending) throws InterruptedException {
        try (var database = ProjectDatabase.open(options, keys, console)) {
            Serving serving = Serving.start(parts(database));
            try {
                serve(serving, database, begun, ending);
            } finally {
                serving.close();
            }
        }
    }

    private void refuseUnfit() {
        List<String> problems = new ArrayList<>(unknownRoles());
        problems.addAll(ProductionRules.problems(options.config()));
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
    }

    private List<String> unknownRoles() {
        List<String> known = ModuleList.MANIFESTS.stream().map(ModuleManifest::name).toList();
        return options.config().server().roles().stream()
                .filter(role -> !known.contains(role))
                .map(role -> "server.roles: there is no module " + role + "; there is "
                        + String.join(", ", known))
                .toList();
    }

    private void serve(
            Serving serving, ProjectDatabase database, long begun, Ending ending)
            throws InterruptedException {
        boolean ready = serving.awaitReady(PATIENCE);
        ServerConfig server = options.config().server();
        ServerConfig chosen = server.withPorts(
                serving.port(), server.adminPort() == null ? null : serving.adminPort());
        var note = RunningLoam.note(options.project(), chosen.url(), chosen.adminUrl());
        try {
            Signals.on("USR1", serving::reloadSchema);
            Signals.on("USR2", serving::reconfigure);
            banner(serving, database, chosen, Duration.ofNanos(System.nanoTime() - begun), ready);
            ending.await();
            console.err().println("Stopping …");
            ending.drain(serving, server.drain());
        } finally {
            note.forget(options.project());
        }
    }

    private Serving.Parts parts(ProjectDatabase database) throws InterruptedException {
        return new Serving.Parts(options.config().server(), signed(options.config().rest()),
                database.pool(), PREFIX, true, auth(database),
                LiveMapping.of(options.config(), database.owner(), database.own(),
                        options.project().cacheTrace()),
                () -> current.values().text(Setting::key), this::settings);
    }

    /// Null where accounts are not served.
    private AuthParts auth(ProjectDatabase database) throws InterruptedException {
        LoamConfig config = options.config();
        return config.auth().enabled() ? new AuthParts(config.auth(), config.production(),
                database.authPool(), database.authRole(console)) : null;
    }

    private RestSettings settings(Map<String, String> inDatabase) {
        current = ConfigLoader.load(options.sources(), inDatabase);
        return signed(current.config().rest());
    }

    /// With the project's own secret where none is configured.
    private RestSettings signed(RestSettings rest) {
        return rest.jwt().secret() != null ? rest
                : rest.withJwt(rest.jwt().withSecret(keys(rest).jwtSecret()));
    }

    private Keys keys(RestSettings rest) {
        try {
            return KeyFile.keys(options.project(), rest.jwt());
        } catch (IllegalArgumentException wrong) {
            throw new ConfigRefused(List.of(wrong.getMessage()));
        }
    }

    private void accounts(ServerConfig server, PrintWriter out) {
        LoamConfig config = options.config();
        if (config.auth().enabled()) {
            out.println("  Auth       " + server.url() + AuthConfig.PREFIX + "/");
            if (!config.production() && config.auth().smtp() == null) {
                out.println("  Mailbox    " + server.url() + AuthModule.MAILBOX
                        + "/mailbox  (where mail goes)");
            }
        }
    }

    private void banner(
            Serving serving, ProjectDatabase database, ServerConfig server, Duration took,
            boolean ready) {
        var out = console.err();
        out.println();
        out.printf("  Loam serves %s (ready in %.1f s)%n", options.project().dir(),
                took.toMillis() / 1000.0);
        out.println();
        out.println("  REST       " + server.url() + PREFIX + "/  (" + serving.summary() + ")");
        accounts(server, out);
        if (options.config().realtime().enabled()) {
            out.println("  Realtime   " + server.url().replaceFirst("^http", "ws")
                    + RealtimeConfig.PREFIX + "/websocket");
        }
        if (server.adminUrl() != null) {
            out.println("  Admin      " + server.adminUrl() + "/ready");
        }
        out.println("  Database   " + database.described());
        out.println("  Changes    " + serving.changes());
        out.println();
        out.println("  Try        eval \"$(loam keys " + options.project().dir() + ")\"");
        out.println("             curl \"$LOAM_URL" + PREFIX + "/TABLE?limit=3\" -H \"apikey:"
                + " $ANON_KEY\"");
        out.println("  Stop       Ctrl-C, or: loam stop " + options.project().dir());
        if (!ready) {
            out.println("  The schema could not be read yet; until then requests are answered"
                    + " 503.");
        }
        out.println();
        console.flush();
    }
}
