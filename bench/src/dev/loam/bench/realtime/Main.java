package dev.loam.bench.realtime;

import java.io.IOException;
import java.net.URI;

/// `bench/realtime`, behind the script that starts Loam.
public final class Main {
    private static final long PACE_NANOS = 100_000_000;

    private Main() {
    }

    /// Where Loam is, its anonymous key, its process, and how many sockets wait, how many listen,
    /// and to how many events.
    static void main(String[] arguments) throws InterruptedException {
        URI server = URI.create(arguments[0]);
        String key = arguments[1];
        int listeners = Integer.parseInt(arguments[4]);
        try {
            System.out.println("| idle sockets | RSS before, MiB | after, MiB | KiB a socket |");
            System.out.println("|---|---|---|---|");
            Idle.run(server, key, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
            System.out.println("\n| events | listeners | number | a second | p50 ms | p99 ms "
                    + "| last listener p50 ms | p99 ms |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            var fanOut = new FanOut(listeners, Integer.parseInt(arguments[5]), PACE_NANOS);
            try (Source source = new Broadcasts(server, key)) {
                fanOut.run(server, key, source);
            }
            try (Source source = new Changes(server, key)) {
                fanOut.run(server, key, source);
            }
        } catch (IOException failure) {
            System.err.println("bench/realtime: " + failure.getMessage());
            System.exit(1);
        }
    }
}
