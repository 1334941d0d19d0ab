package dev.loam.app.cli;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.base.config.ByteSize;
import dev.loam.kernel.cache.Simulator;
import dev.loam.kernel.cache.Simulator.Access;
import dev.loam.kernel.cache.Simulator.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `loam cache simulate`: how often each policy would have had the answer.
@Command(name = "simulate", description = {
    "Replays recorded accesses against each policy of the cache.",
    "",
    "hits is the part of the accesses that would have found their answer kept, bytes the same by "
            + "the size of answers. Changes of the data, which also take answers out, are not "
            + "replayed."})
final class SimulateCommand extends ProjectCommand {
    private static final int ACCESSES_MAX = 10_000_000;

    @Option(names = "--trace", paramLabel = "FILE",
            description = "The recorded accesses (PROJECT_DIR/.loam/cache-trace).")
    private Path trace;

    @Option(names = "--size", paramLabel = "SIZE", split = ",", converter = Size.class,
            description = "Memory of the cache, as 8MiB; several with commas (a quarter of "
                    + "cache.memory, all of it, four times that).")
    private List<ByteSize> sizes = List.of();

    SimulateCommand(Map<String, String> environment, Console console) {
        super(environment, console);
    }

    /// A size as the settings have it.
    static final class Size implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            try {
                ByteSize size = ByteSize.parse(text);
                if (size.bytes() > 0) {
                    return size;
                }
            } catch (IllegalArgumentException | ArithmeticException _) {
                // Said below.
            }
            throw new TypeConversionException("wanted a size such as 64KiB or 8MiB");
        }
    }

    @Override
    int run(ProjectOptions options, Console console) {
        Path file = trace == null ? options.project().cacheTrace() : trace;
        List<Access> accesses = read(file);
        Result all = Simulator.replay(accesses, CachePolicy.LRU, Long.MAX_VALUE);
        console.out().printf(Locale.ROOT, "%s: %,d accesses, %,d bytes of answers%n%n", file,
                all.accesses(), all.bytes());
        console.out().printf("%-10s  %-10s  %6s  %6s%n", "size", "policy", "hits", "bytes");
        for (ByteSize size : sizes.isEmpty() ? around(options) : sizes) {
            for (CachePolicy policy : CachePolicy.values()) {
                row(console, size.toString(), policy.name().toLowerCase(Locale.ROOT)
                        .replace('_', '-'), Simulator.replay(accesses, policy, size.bytes()));
            }
        }
        row(console, "boundless", "any", all);
        return 0;
    }

    private static List<ByteSize> around(ProjectOptions options) {
        long memory = options.config().cache().config().weightMax().bytes();
        return Stream.of(memory / 4, memory, memory * 4).map(ByteSize::new).toList();
    }

    private static void row(Console console, String size, String policy, Result result) {
        console.out().printf(Locale.ROOT, "%-10s  %-10s  %5.1f%%  %5.1f%%%n", size, policy,
                100 * result.hitRatio(), 100 * result.byteHitRatio());
    }

    private static List<Access> read(Path file) {
        List<Access> accesses = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (accesses.size() == ACCESSES_MAX) {
                    throw new CommandFailed(file + " has more than " + ACCESSES_MAX
                            + " accesses; give a part of it");
                }
                accesses.add(access(file, line, accesses.size() + 1));
            }
        } catch (IOException e) {
            throw new CommandFailed(file + " cannot be read (" + e.getClass().getSimpleName()
                    + "); it is written while cache.record-trace is above 0");
        }
        if (accesses.isEmpty()) {
            throw new CommandFailed(file + " has no accesses yet");
        }
        return accesses;
    }

    private static Access access(Path file, String line, int number) {
        try {
            Access access = Access.parse(line);
            if (access.weight() >= 0) {
                return access;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new CommandFailed(file + ", line " + number + ": no access of a trace, which is "
                + "a key in hexadecimal digits, a blank, and a size");
    }
}
