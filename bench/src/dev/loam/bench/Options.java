package dev.loam.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// How `bench/run` was called. `workloads` empty means all but the longest, `peers` null all.
/// `connections` 0 leaves each workload its own.
record Options(
        List<String> workloads, List<String> peers, Duration turn, int rounds, int connections,
        boolean openLoop, boolean check, boolean smoke, boolean help, Path results) {
    static final String USAGE = """
            bench/run [WORKLOAD...] [--peers NAME,NAME] [--seconds N] [--rounds N]
                      [--connections N] [--no-open-loop] [--check] [--smoke] [--results DIR]

            Measures Loam beside peers and limits on the same data, in turns, and says the ratios.
              WORKLOAD        which (all but the longest); the list stands below
              --peers         which peers (all); none: "--peers ''"
              --seconds N     how long a turn is (5)
              --rounds N      how many turns each system has (5)
              --connections N instead of each workload's own
              --no-open-loop  leaves out the turn at a fixed rate
              --check         only compares the answers, and measures nothing
              --smoke         a few workloads, no peers, a second each: does everything work?
              --results DIR   where the tables go (bench/results)
            """;
    private static final int SECONDS = 5;
    private static final int ROUNDS = 5;

    /// Fails with an `IllegalArgumentException` for a call that is wrong.
    static Options read(String[] arguments, Path home) {
        List<String> workloads = new ArrayList<>();
        List<String> peers = null;
        int seconds = SECONDS;
        int rounds = ROUNDS;
        int connections = 0;
        boolean openLoop = true;
        boolean check = false;
        boolean smoke = false;
        boolean help = false;
        Path results = home.resolve("bench/results");
        for (Iterator<String> given = List.of(arguments).iterator(); given.hasNext();) {
            String one = given.next();
            switch (one) {
                case "--peers" -> peers = names(value(one, given));
                case "--seconds" -> seconds = number(one, given);
                case "--rounds" -> rounds = number(one, given);
                case "--connections" -> connections = number(one, given);
                case "--no-open-loop" -> openLoop = false;
                case "--check" -> check = true;
                case "--smoke" -> smoke = true;
                case "--help", "-h" -> help = true;
                case "--results" -> results = Path.of(value(one, given)).toAbsolutePath();
                default -> {
                    if (one.startsWith("-")) {
                        throw new IllegalArgumentException("There is no option " + one);
                    }
                    workloads.add(one);
                }
            }
        }
        return new Options(workloads, smoke && peers == null ? List.of() : peers,
                Duration.ofSeconds(smoke ? 1 : seconds), smoke ? 1 : rounds, connections, openLoop,
                check, smoke, help, results);
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",")).filter(name -> !name.isBlank()).toList();
    }

    private static String value(String option, Iterator<String> given) {
        if (!given.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return given.next();
    }

    private static int number(String option, Iterator<String> given) {
        String text = value(option, given);
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException(option + ": wanted a number above 0, got " + text);
        }
        return Integer.parseInt(text);
    }
}
