package dev.loam.bench.realtime;

import dev.loam.bench.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// `bench/realtime`, behind the script that starts Loam and makes the tables.
public final class Main {
    private static final long PACE_NANOS = 100_000_000;
    private static final int WARM_UP = 100;
    private static final Duration REST = Duration.ofSeconds(5);
    // Enough to see that everything works.
    private static final long SMOKE_PACE_NANOS = 20_000_000;
    private static final int SMOKE_WARM_UP = 5;
    private static final Duration SMOKE_REST = Duration.ofMillis(500);

    private final URI server = URI.create(System.getenv("LOAM_URL"));
    private final String key = System.getenv("ANON_KEY");
    private final String service = System.getenv("SERVICE_KEY");
    private final Tokens tokens = new Tokens(System.getenv("JWT_SECRET"));
    private final boolean smoke;

    private Main(boolean smoke) {
        this.smoke = smoke;
    }

    /// The root of the repository, Loam's process, how many sockets wait, how many listen, to how
    /// many events, what was found of the feed alone (a file, or nothing), and the folder for
    /// results, `-` for none: then it is only tried whether everything works. Where Loam is and its
    /// keys are variables, as `./loam keys` tells them.
    static void main(String[] arguments) throws InterruptedException {
        try {
            int listeners = Integer.parseInt(arguments[3]);
            boolean smoke = arguments[6].equals("-");
            var main = new Main(smoke);
            Idle.Cost idle = main.idle(
                    Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
            List<FanOut.Delay> delays = main.delays(listeners, Integer.parseInt(arguments[4]));
            String feed = arguments[5].isEmpty() ? "" : Files.readString(Path.of(arguments[5]));
            var report = new Report(Path.of(arguments[0]), idle, delays, feed.strip());
            System.out.print(report.text());
            if (!smoke) {
                System.err.println("Written to " + report.write(Path.of(arguments[6])));
            }
        } catch (IOException failure) {
            System.err.println("bench/realtime: " + failure.getMessage());
            System.exit(1);
        }
    }

    private Idle.Cost idle(long pid, int count) throws IOException, InterruptedException {
        System.err.println(count + " sockets that wait");
        return new Idle(server, key, pid, smoke ? SMOKE_REST : REST).run(count);
    }

    private List<FanOut.Delay> delays(int listeners, int events)
            throws IOException, InterruptedException {
        String someone = tokens.user(user(0));
        var fanOut = new FanOut(listeners, smoke ? SMOKE_WARM_UP : WARM_UP, events,
                smoke ? SMOKE_PACE_NANOS : PACE_NANOS);
        List<FanOut.Delay> delays = new ArrayList<>();
        for (Source source : List.of(
                new Broadcasts(server, key),
                new Changes(server, service, "row, no row-level security", "moves", _ -> null),
                new Changes(server, service, "row, a policy, one user on all sockets",
                        "guarded_moves", _ -> someone),
                new Changes(server, service, "row, a policy, another user on each socket",
                        "members_moves", i -> tokens.user(user(i))))) {
            System.err.println(source.name());
            try (source) {
                delays.add(fanOut.run(server, key, source));
            }
        }
        return delays;
    }

    /// The users that the script has made members.
    private static String user(int number) {
        return new UUID(0, number).toString();
    }
}
