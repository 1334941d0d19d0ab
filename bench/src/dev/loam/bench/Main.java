package dev.loam.bench;

import dev.loam.bench.peer.Peer;
import dev.loam.bench.peer.Peers;
import dev.loam.bench.work.Workload;
import dev.loam.bench.work.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// `bench/run`, behind the script that builds it.
public final class Main {
    private Main() {
    }

    /// The first argument is the root of the repository, the others are the user's. Ends the
    /// process with 0, 1 for a run that failed, 2 for a wrong call.
    static void main(String[] arguments) {
        Path home = Path.of(arguments[0]);
        try {
            Options options = Options.read(
                    List.of(arguments).subList(1, arguments.length).toArray(String[]::new), home);
            if (options.help()) {
                help();
                return;
            }
            List<Workload> workloads = Workloads.named(options.smoke()
                    && options.workloads().isEmpty() ? Workloads.SMOKE : options.workloads());
            measure(home, options, options.check() ? comparable(workloads) : workloads,
                    Peers.named(options.peers()));
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench/run: " + wrong.getMessage());
            System.exit(2);
        } catch (IOException | SQLException failure) {
            System.err.println("bench/run: " + failure.getMessage());
            System.exit(1);
        } catch (InterruptedException _) {
            System.exit(1);
        }
    }

    private static List<Workload> comparable(List<Workload> workloads) {
        return workloads.stream().filter(one -> one.kind() == Workload.Kind.LOAD).toList();
    }

    /// A workload that cannot be measured, because answers differ or a system does not start, is
    /// told at the end, and the others are measured: what took hours is not lost.
    private static void measure(
            Path home, Options options, List<Workload> workloads, List<Peer> peers)
            throws IOException, InterruptedException, SQLException {
        Machine machine = Machine.here(home);
        List<Result> results = new ArrayList<>();
        List<String> unfit = new ArrayList<>();
        try (Site site = Site.open(home)) {
            for (Peer peer : peers) {
                if (workloads.stream().anyMatch(one -> one.can(peer.dialect()))) {
                    peer.install(site);
                }
            }
            try (Session session = new Session(site, options, peers)) {
                for (Workload workload : workloads) {
                    try {
                        results.add(session.run(workload));
                    } catch (IOException failure) {
                        unfit.add(workload.name() + ": " + failure.getMessage());
                        System.err.println(unfit.getLast());
                    }
                }
            }
        }
        if (!options.check()) {
            show(machine, options, peers, results);
        }
        if (!unfit.isEmpty()) {
            throw new IOException("Not measured:\n" + String.join("\n", unfit));
        }
        if (options.smoke() || options.check()) {
            System.err.println("Everything works"
                    + (options.check() ? "." : ". The speeds above mean nothing."));
        }
    }

    private static void show(
            Machine machine, Options options, List<Peer> peers, List<Result> results)
            throws IOException {
        String tables = Tables.of(machine, options, peers, results);
        System.out.print(tables);
        if (options.smoke()) {
            refuseErrors(results);
        } else {
            System.err.println("Written to " + ResultFiles.write(
                    options, machine, peers, results, tables));
        }
    }

    private static void refuseErrors(List<Result> results) throws IOException {
        for (Result result : results) {
            long errors = result.turns().values().stream().flatMap(List::stream)
                    .mapToLong(turn -> turn.errors()).sum()
                    + result.open().values().stream().flatMap(open -> open.turns().stream())
                            .mapToLong(turn -> turn.errors()).sum();
            if (errors > 0) {
                throw new IOException(result.workload().name() + ": " + errors + " requests"
                        + " failed");
            }
        }
    }

    private static void help() {
        System.out.println(Options.USAGE);
        System.out.println("Workloads:");
        Workloads.ALL.forEach(one -> System.out.printf("  %-18s %s%s%n", one.name(), one.about(),
                one.onRequest() ? " (only when it is named)" : ""));
        System.out.println("\nSystems:");
        Peers.ALL.forEach(one -> System.out.printf("  %-18s %s%n", one.name(), one.described()));
    }
}
