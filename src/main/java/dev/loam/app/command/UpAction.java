package dev.loam.app.command;

import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.config.ConfigLoader;
import dev.loam.app.config.RestSettings;
import dev.loam.app.config.ServerConfig;
import dev.loam.app.config.Setting;
import dev.loam.app.config.Settings;
import dev.loam.app.project.KeyFile;
import dev.loam.app.project.Keys;
import dev.loam.app.project.RunningLoam;
import dev.loam.app.running.Serving;
import java.time.Duration;

/// `loam up`: from a project's folder to a serving process, and back.
final class UpAction {
    static final String PREFIX = "/rest/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ProjectOptions options;
    private final Console console;

    UpAction(ProjectOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        long begun = System.nanoTime();
        RunningLoam.of(options.project()).ifPresent(running -> {
            throw new CommandFailed("Loam already serves " + options.project().dir()
                    + " at " + running.url() + " (process " + running.pid() + ")");
        });
        options.project().prepare();
        Keys keys = keys();
        var ending = new Ending();
        try (var database = ProjectDatabase.open(options, keys, console)) {
            Serving serving = Serving.start(parts(database, keys));
            try {
                serve(serving, database, begun, ending);
            } finally {
                serving.close();
            }
            return 0;
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            ending.done();
        }
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
            Signals.on("USR2", () -> reconfigure(serving));
            banner(serving, database, chosen, Duration.ofNanos(System.nanoTime() - begun), ready);
            ending.await();
            console.err().println("Stopping …");
            serving.drain(server.drainTimeMax());
        } finally {
            note.forget(options.project());
        }
    }

    private void reconfigure(Serving serving) {
        try {
            serving.reconfigure(settings());
            console.err().println("Read the settings again.");
        } catch (RuntimeException wrong) {
            console.err().println("Kept the old settings: " + wrong.getMessage());
        }
    }

    private Serving.Parts parts(ProjectDatabase database, Keys keys) {
        RestSettings rest = options.config().rest();
        return new Serving.Parts(options.config().server(),
                rest.withJwt(rest.jwt().withSecret(keys.jwtSecret())), database.pool(), PREFIX,
                true, this::configText, this::settings);
    }

    private RestSettings settings() {
        RestSettings rest = ConfigLoader.load(options.sources()).config().rest();
        return rest.withJwt(rest.jwt().withSecret(keys().jwtSecret()));
    }

    private Keys keys() {
        try {
            return KeyFile.keys(options.project(), options.config().rest().jwt());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }

    private String configText() {
        var text = new StringBuilder();
        for (Setting<?> setting : Settings.ALL) {
            text.append(setting.key()).append(" = ")
                    .append(options.loaded().values().shown(setting)).append('\n');
        }
        return text.toString();
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
        if (server.adminUrl() != null) {
            out.println("  Admin      " + server.adminUrl() + "/ready");
        }
        out.println("  Database   " + database.described());
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
