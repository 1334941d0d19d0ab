package dev.loam.app.cli;

import dev.loam.app.project.KeyFile;
import dev.loam.app.project.Keys;
import dev.loam.app.project.RunningLoam;
import dev.loam.app.project.ShellLines;
import java.util.Map;
import picocli.CommandLine.Command;

/// `loam keys`: prints what clients need, as lines a shell reads.
@Command(name = "keys", description = "Prints the addresses and keys of a project, for a shell.",
        footer = {"", "  eval \"$(loam keys)\"",
            "  curl \"$LOAM_URL/rest/v1/…\" -H \"apikey: $ANON_KEY\""})
final class KeysCommand extends ProjectCommand {
    private final Actions actions;

    KeysCommand(Actions actions, Map<String, String> environment, Console console) {
        super(environment, console);
        this.actions = actions;
    }

    @Override
    int run(ProjectOptions options, Console console) {
        Keys keys = keys(options);
        String url = RunningLoam.of(options.project()).map(RunningLoam::url)
                .orElseGet(options.config().server()::url);
        console.out().print(new ShellLines()
                .add("LOAM_URL", url)
                .add("ANON_KEY", keys.anonKey())
                .add("SERVICE_KEY", keys.serviceKey().value())
                .add("JWT_SECRET", keys.jwtSecret().value())
                .add("DATABASE_URL", actions.databaseUrl(options)));
        return 0;
    }

    private static Keys keys(ProjectOptions options) {
        try {
            return KeyFile.keys(options.project(), options.config().rest().jwt());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }
}
