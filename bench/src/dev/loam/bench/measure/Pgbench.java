package dev.loam.bench.measure;

import dev.loam.bench.Programs;
import dev.loam.bench.work.Who;
import dev.loam.bench.work.Workload;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The limit: pgbench sends the statements of a request in one pipeline, and does nothing else.
public final class Pgbench {
    private static final Pattern RATE = Pattern.compile("(?m)^tps = ([\\d.]+)");
    private static final Pattern COUNT =
            Pattern.compile("(?m)^number of transactions actually processed: (\\d+)");

    private final Path script;
    private final String url;

    public Pgbench(Path dir, Workload workload, String url) throws IOException {
        this.script = Files.writeString(dir.resolve(workload.name() + ".sql"), text(workload));
        this.url = url;
    }

    /// As fast as it goes; it does not say how long each took.
    public Turn.Load run(int connections, Duration duration)
            throws IOException, InterruptedException {
        String said = Programs.output(duration.plusSeconds(30),
                command(connections, duration, List.of()));
        long count = Long.parseLong(found(COUNT, said));
        double rate = count == 0 ? Double.NaN : Double.parseDouble(found(RATE, said));
        return new Turn.Load(
                rate, count, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /// At a fixed rate on average: what is due comes by chance, so at times much of it at once.
    /// Each is timed from when it was due, by pgbench's own log.
    public Turn.Load run(int connections, Duration duration, double rate)
            throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory(script.getParent(), "pgbench");
        String said = Programs.output(duration.plusSeconds(30), command(connections, duration,
                List.of("--rate", Double.toString(rate), "--log", "--log-prefix",
                        logs.resolve("log").toString())));
        long[] micros = latencies(logs);
        return new Turn.Load(Double.parseDouble(found(RATE, said)), micros.length, 0,
                share(micros, 0.5), share(micros, 0.9), share(micros, 0.99),
                share(micros, 0.999));
    }

    private List<String> command(int connections, Duration duration, List<String> more) {
        List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared", "-c",
                Integer.toString(connections), "-j", "1", "-T",
                Long.toString(duration.toSeconds()), "-f", script.toString()));
        command.addAll(more);
        command.add(url);
        return command;
    }

    /// Sorted. A line is: client, transaction, microseconds, and what does not matter here.
    private static long[] latencies(Path logs) throws IOException {
        List<Long> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs)) {
            for (Path file : files) {
                Files.readAllLines(file).forEach(line ->
                        all.add(Long.parseLong(line.split(" ", 4)[2])));
            }
        }
        return all.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static double share(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * share)];
    }

    /// The settings a request has in the REST dialect, and its statement. No colon may stand before
    /// a letter or digit: pgbench has variables there.
    private static String text(Workload workload) {
        boolean reads = workload.sql().startsWith("select ");
        String role = workload.who() == Who.ANYONE ? "anon" : "authenticated";
        String claims = workload.who() == Who.ANYONE ? "{\"role\":\"anon\"}"
                : "{\"role\":\"authenticated\",\"email\":\"luisg@embraer.com.br\"}";
        return """
                \\set id random(1, 1000)
                \\startpipeline
                select num_nulls(set_config('role', '%s', true), \
                set_config('request.jwt.claims', '%s', true), \
                set_config('request.method', '%s', true), \
                set_config('request.path', '/%s', true), \
                set_config('request.headers', '{"accept":"*/*"}', true), \
                set_config('request.cookies', '{}', true), \
                set_config('search_path', '"public", "extensions"', true)%s);
                %s;
                \\endpipeline
                """.formatted(role, claims, reads ? "GET" : "POST", workload.name(),
                reads ? ", set_config('transaction_read_only', 'on', true)" : "",
                workload.sql());
    }

    private static String found(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("pgbench said: " + text);
        }
        return matcher.group(1);
    }
}
