package dev.loam.bench;

import dev.loam.bench.measure.Turn;
import dev.loam.bench.peer.Peer;
import dev.loam.bench.peer.Peers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Results as Markdown. Figures are medians over the rounds; a ratio is taken round by round and
/// shown with the least and the greatest of them.
final class Tables {
    private static final String NOT_ABLE = "n/a";
    private static final String LOAM = "loam";
    private static final String CACHED = Peers.CACHED;

    private final List<Peer> peers;
    private final StringBuilder text = new StringBuilder();

    private Tables(List<Peer> peers) {
        this.peers = peers;
    }

    static String of(Machine machine, Options options, List<Peer> peers, List<Result> results) {
        var tables = new Tables(peers);
        tables.head(machine, options);
        results.forEach(tables::add);
        return tables.text.toString();
    }

    private void head(Machine machine, Options options) {
        line("# Measured with `bench/run`");
        line("");
        line("Commit %s on %s, %d cores, %,d MiB, Linux %s, Java %s; load average before: %s.",
                machine.commit(), machine.processor(), machine.cores(), machine.memoryMiB(),
                machine.kernel(), machine.java(), machine.load());
        line("%d rounds of %d s in turns; generator, systems and PostgreSQL 18 share the machine.",
                options.rounds(), options.turn().toSeconds());
        line("Ratios within a run count; the absolute figures are this machine's. How to read them:"
                + " `bench/README.md`.");
        line("");
        peers.forEach(peer -> line("- `%s`: %s", peer.name(), peer.described()));
    }

    private void add(Result result) {
        line("");
        line("## %s", result.workload().name());
        line("");
        String about = result.workload().about();
        line("%s%s.", about.substring(0, 1).toUpperCase(Locale.ROOT), about.substring(1));
        line("");
        switch (result.workload().kind()) {
            case LOAD -> load(result);
            case START -> starts(result);
            case MEMORY -> memory(result);
        }
    }

    private void load(Result result) {
        line("| system | requests/s | Loam is | p50 ms | p90 | p99 | p99.9 | errors"
                + " | CPU µs/request: server | database | generator | RSS MiB |");
        line("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Peer peer : peers) {
            List<Turn> turns = result.turns().get(peer.name());
            if (turns == null) {
                if (!peer.name().equals("bare") && !peer.name().equals(CACHED)) {
                    line("| %s | %s | | | | | | | | | | |", peer.name(), NOT_ABLE);
                }
                continue;
            }
            line("| %s | %s | %s | %s | %s | %s | %s | %d | %s | %s | %s | %s |", peer.name(),
                    whole(median(turns, Turn::rate)), ratio(result, peer.name()),
                    millis(median(turns, Turn::p50)), millis(median(turns, Turn::p90)),
                    millis(median(turns, Turn::p99)), millis(median(turns, Turn::p999)),
                    turns.stream().mapToLong(Turn::errors).sum(),
                    whole(median(turns, Turn::serverCpu)),
                    whole(median(turns, Turn::databaseCpu)),
                    whole(median(turns, Turn::generatorCpu)),
                    whole(median(turns, Turn::residentMiB)));
        }
        kept(result);
        open(result);
    }

    /// What is gained by keeping answers, and what a kept one costs.
    private void kept(Result result) {
        List<Turn> cached = result.turns().get(CACHED);
        if (cached == null) {
            return;
        }
        line("");
        line("- `%s` answers %s times the requests of `%s`.", CACHED,
                spread(ratios(cached, result.turns().get(LOAM), Turn::rate)), LOAM);
        line("- Its server takes %s times the CPU time of `constant` for a request.",
                spread(ratios(cached, result.turns().get("constant"), Turn::serverCpu)));
        Map<String, Long> counts = result.kept().getOrDefault(CACHED, Map.of());
        double all = Math.max(1, counts.values().stream().mapToLong(Long::longValue).sum());
        line("- Its `Cache-Status`, in a turn of its own: %s.", counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(how -> String.format(Locale.ROOT, "`%s` %.1f %%", how.getKey(),
                        100 * how.getValue() / all))
                .collect(Collectors.joining(", ")));
    }

    private void open(Result result) {
        if (result.open().isEmpty()) {
            return;
        }
        line("");
        line("At a fixed rate, 70 %% of each system's own median (the constant answer: at Loam's"
                + " rate); timed from when each was due:");
        line("");
        line("| system | requests/s | p50 ms | p90 | p99 | p99.9 | p99 / p50 | errors |");
        line("|---|---|---|---|---|---|---|---|");
        result.open().forEach((name, open) -> {
            List<Turn.Load> turns = open.turns();
            line("| %s | %s of %s | %s | %s | %s | %s | %s | %d |", name,
                    whole(of(turns, Turn.Load::rate)), whole(open.rate()),
                    millis(of(turns, Turn.Load::p50)), millis(of(turns, Turn.Load::p90)),
                    millis(of(turns, Turn.Load::p99)), millis(of(turns, Turn.Load::p999)),
                    tails(turns), turns.stream().mapToLong(Turn.Load::errors).sum());
        });
    }

    private static double of(List<Turn.Load> turns, ToDoubleFunction<Turn.Load> figure) {
        return Numbers.median(turns.stream().map(figure::applyAsDouble).toList());
    }

    private static String tails(List<Turn.Load> turns) {
        List<Double> tails = turns.stream().map(turn -> turn.p99() / turn.p50()).toList();
        return String.format(Locale.ROOT, "%.1f (%.1f–%.1f)", Numbers.median(tails),
                Numbers.min(tails), Numbers.max(tails));
    }

    private void starts(Result result) {
        line("| system | ms to the first answer | least | most |");
        line("|---|---|---|---|");
        result.startMillis().forEach((name, millis) -> line("| %s | %s | %s | %s |", name,
                whole(Numbers.median(millis)), whole(Numbers.min(millis)),
                whole(Numbers.max(millis))));
    }

    private void memory(Result result) {
        line("| system | idle, RSS MiB | loaded, RSS MiB |");
        line("|---|---|---|");
        result.memory().forEach((name, memory) -> line("| %s | %s | %s |", name,
                whole(memory.idleMiB()), whole(memory.loadedMiB())));
    }

    private static String ratio(Result result, String name) {
        List<Turn> own = result.turns().get(LOAM);
        List<Turn> other = result.turns().get(name);
        if (name.equals(LOAM) || own == null) {
            return "";
        }
        return spread(ratios(own, other, Turn::rate));
    }

    private static String spread(List<Double> ratios) {
        return String.format(Locale.ROOT, "**%.2f** (%.2f–%.2f)", Numbers.median(ratios),
                Numbers.min(ratios), Numbers.max(ratios));
    }

    /// Round by round, since a noisy neighbour disturbs both of a round.
    private static List<Double> ratios(
            List<Turn> own, List<Turn> other, ToDoubleFunction<Turn> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(own.size(), other.size()); round++) {
            ratios.add(figure.applyAsDouble(own.get(round))
                    / figure.applyAsDouble(other.get(round)));
        }
        return ratios;
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return Numbers.median(turns.stream().map(figure::applyAsDouble).toList());
    }

    private static String whole(double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT,
                number < 10 ? "%.1f" : "%,.0f", number);
    }

    private static String millis(double micros) {
        return Double.isNaN(micros) ? "" : String.format(Locale.ROOT, "%.2f", micros / 1_000);
    }

    private void line(String form, Object... values) {
        text.append(String.format(Locale.ROOT, form, values)).append('\n');
    }

    static Map<String, String> settings(List<Peer> peers) {
        Map<String, String> settings = new LinkedHashMap<>();
        peers.forEach(peer -> settings.put(peer.name(), peer.described()));
        return settings;
    }
}
