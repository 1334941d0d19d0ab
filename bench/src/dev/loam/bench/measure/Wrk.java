package dev.loam.bench.measure;

import dev.loam.bench.Programs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The closed loop: wrk, which sends on each connection as soon as the answer is there.
public final class Wrk {
    /// The requests lie in a file, each behind its length; a Lua text of 20,000 tokens is too large
    /// for one function. The sum comes as one line that we can read.
    private static final String SCRIPT = """
            local requests, at = {}, 0
            function init(args)
              local file = assert(io.open(args[1], "rb"))
              local length = file:read("*l")
              while length do
                requests[#requests + 1] = file:read(tonumber(length))
                file:read(1)
                length = file:read("*l")
              end
              file:close()
            end
            function request()
              at = at % #requests + 1
              return requests[at]
            end
            function done(summary, latency)
              local e = summary.errors
              io.write(string.format("RESULT %d %d %d %d %d %d %d\\n", summary.duration,
                summary.requests, e.connect + e.read + e.write + e.timeout + e.status,
                latency:percentile(50), latency:percentile(90), latency:percentile(99),
                latency:percentile(99.9)))
            end
            """;

    /// Behind the script: counts how answers were come by. This costs the generator something, so
    /// such a turn tells no speed. Each thread of wrk has variables of its own.
    private static final String COUNTING = """
            counted, threads = {}, {}
            function setup(thread)
              threads[#threads + 1] = thread
            end
            function response(status, headers)
              local how = headers["Cache-Status"] or "none"
              counted[how] = (counted[how] or 0) + 1
            end
            function done()
              for _, thread in ipairs(threads) do
                for how, count in pairs(thread:get("counted")) do
                  io.write(string.format("COUNTED %d %s\\n", count, how))
                end
              end
            end
            """;

    private final Path script;
    private final Path counting;
    private final Path requests;

    /// `dir` holds what wrk reads.
    public Wrk(Path dir, String name, List<Wire> wires) throws IOException {
        script = Files.writeString(dir.resolve("wrk.lua"), SCRIPT);
        counting = Files.writeString(dir.resolve("counting.lua"), SCRIPT + COUNTING);
        requests = dir.resolve(name + ".requests");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(requests))) {
            for (Wire wire : wires) {
                out.write((wire.bytes().length + "\n").getBytes(StandardCharsets.US_ASCII));
                out.write(wire.bytes());
                out.write('\n');
            }
        }
    }

    /// How often each `Cache-Status` came, `none` where there was none.
    public Map<String, Long> statuses(int port, int connections, Duration duration)
            throws IOException, InterruptedException {
        Map<String, Long> counts = new TreeMap<>();
        said(counting, port, connections, duration).lines()
                .filter(line -> line.startsWith("COUNTED "))
                .map(line -> line.split(" ", 3))
                .forEach(line -> counts.merge(line[2], Long.parseLong(line[1]), Long::sum));
        return counts;
    }

    private String said(Path by, int port, int connections, Duration duration)
            throws IOException, InterruptedException {
        return Programs.output(duration.plusSeconds(30), List.of("wrk", "-t1",
                "-c" + connections, "-d" + duration.toSeconds() + "s", "--timeout", "10s",
                "-s", by.toString(), "http://127.0.0.1:" + port, "--", requests.toString()));
    }

    public Turn.Load run(int port, int connections, Duration duration)
            throws IOException, InterruptedException {
        String said = said(script, port, connections, duration);
        String[] result = said.lines().filter(line -> line.startsWith("RESULT ")).findFirst()
                .orElseThrow(() -> new IOException("wrk said: " + said)).split(" ");
        double seconds = Double.parseDouble(result[1]) / 1e6;
        long count = Long.parseLong(result[2]);
        return new Turn.Load(count / seconds, count, Long.parseLong(result[3]),
                Double.parseDouble(result[4]), Double.parseDouble(result[5]),
                Double.parseDouble(result[6]), Double.parseDouble(result[7]));
    }
}
