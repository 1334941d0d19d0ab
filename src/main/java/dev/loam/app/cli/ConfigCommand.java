package dev.loam.app.cli;

import dev.loam.app.config.ConfigLoader.Flag;
import dev.loam.app.config.Resolved;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `loam config`: prints every setting with its value, origin and meaning, secrets hidden.
@Command(name = "config",
        description = "Prints every setting with its value, its origin and its meaning.")
final class ConfigCommand extends ProjectCommand {
    /// A longer value pushes the rest of its own line to the right, not of every line.
    private static final int COLUMN_MAX = 32;

    @Mixin
    private UpFlags flags;

    ConfigCommand(Map<String, String> environment, Console console) {
        super(environment, console);
    }

    @Override
    List<Flag> flags() {
        return flags.flags();
    }

    @Override
    int run(ProjectOptions options, Console console) {
        options.loaded().notices().forEach(console.err()::println);
        List<Resolved.Line> lines = options.loaded().values().lines();
        int keyWidth = widest(lines, Resolved.Line::key);
        int valueWidth = widest(lines, Resolved.Line::value);
        int originWidth = widest(lines, Resolved.Line::origin);
        String form = "%-" + keyWidth + "s  %-" + valueWidth + "s  %-" + originWidth + "s  %s%n";
        for (Resolved.Line line : lines) {
            console.out().printf(
                    form, line.key(), line.value(), line.origin(), line.meaning());
        }
        return 0;
    }

    private static int widest(List<Resolved.Line> lines, Function<Resolved.Line, String> column) {
        return lines.stream().map(column).mapToInt(String::length)
                .map(width -> Math.min(width, COLUMN_MAX)).max().orElse(1);
    }
}
