package dev.loam.bench;

import dev.loam.bench.measure.OpenLoop;
import dev.loam.bench.measure.Pgbench;
import dev.loam.bench.measure.Processes;
import dev.loam.bench.measure.Turn;
import dev.loam.bench.measure.Wire;
import dev.loam.bench.measure.Wrk;
import dev.loam.bench.peer.Peer;
import dev.loam.bench.peer.Running;
import dev.loam.bench.work.Call;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import dev.loam.bench.work.Who;
import dev.loam.bench.work.Workload;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// One run of the harness: the systems that are up, and the workloads that are put to them.
final class Session implements AutoCloseable {
    private static final double OPEN_SHARE = 0.7;
    private static final int OPEN_ROUNDS_MAX = 3;
    private static final String LOAM = "loam";
    private static final int MANY_TOKENS = 20_000;
    private static final Duration REST = Duration.ofSeconds(5);
    private static final int MEMORY_TURNS = 12;

    private final Site site;
    private final Options options;
    private final List<Peer> peers;
    private final Checker checker;
    private final Tokens tokens;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<Long> warm = new HashSet<>();
    private Ground ground;

    Session(Site site, Options options, List<Peer> peers) {
        this.site = site;
        this.options = options;
        this.peers = peers;
        this.checker = new Checker(site);
        this.tokens = new Tokens(site.secret());
    }

    Result run(Workload workload) throws IOException, InterruptedException, SQLException {
        System.err.println(workload.name() + ": " + workload.about());
        List<Peer> able = peers.stream().filter(peer -> workload.can(peer.dialect())).toList();
        return switch (workload.kind()) {
            case LOAD -> load(workload, able);
            case START -> starts(workload, able);
            case MEMORY -> memory(workload, able);
        };
    }

    private Result load(Workload workload, List<Peer> able)
            throws IOException, InterruptedException, SQLException {
        moveTo(workload.ground());
        List<Running> checked = new ArrayList<>();
        for (Peer peer : able) {
            Running system = peer.dialect() == Dialect.SQL ? null : up(peer, workload);
            if (system != null && peer.dialect() != Dialect.CONSTANT) {
                checked.add(system);
            }
        }
        Checker.Answer answer = checker.check(workload, checked,
                system -> compared(workload, system.peer()));
        if (options.check()) {
            return Result.load(workload, Map.of(), Map.of(), Map.of());
        }
        if (running.containsKey("constant")) {
            tell(running.get("constant"), answer, workload.revalidates());
        }
        Map<String, Task> tasks = new LinkedHashMap<>();
        for (Peer peer : able) {
            tasks.put(peer.name(), task(workload, peer, running.get(peer.name()), answer.tag()));
        }
        for (Task task : tasks.values()) {
            warmUp(workload, task);
        }
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        for (int round = 1; round <= options.rounds(); round++) {
            for (Map.Entry<String, Task> task : tasks.entrySet()) {
                Turn turn = turn(workload, task.getValue());
                turns.computeIfAbsent(task.getKey(), _ -> new ArrayList<>()).add(turn);
                System.err.printf("  round %d  %-18s %,10.0f requests/s%s%n", round,
                        task.getKey(), turn.rate(),
                        turn.errors() == 0 ? "" : "  " + turn.errors() + " errors");
            }
        }
        Map<String, Map<String, Long>> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Task> task : tasks.entrySet()) {
            if (task.getValue().peer().dialect() == Dialect.CACHED) {
                checker.reset(workload, task.getValue().peer());
                kept.put(task.getKey(), task.getValue().statuses().run(options.turn()));
            }
        }
        return Result.load(workload, turns, open(workload, tasks, turns), kept);
    }

    private List<Call> compared(Workload workload, Peer peer) {
        List<Call> calls = calls(workload, peer);
        List<Call> compared = new ArrayList<>();
        for (int i = 0; i < workload.compared(); i++) {
            compared.add(calls.get(i % calls.size()));
        }
        return compared;
    }

    /// A system and the load that is ready for it; `system` is null for pgbench.
    private record Task(
            Peer peer, Running system, Closed closed, Open open, Statuses statuses) {
        @FunctionalInterface
        private interface Closed {
            Turn.Load run(Duration duration) throws IOException, InterruptedException;
        }

        @FunctionalInterface
        private interface Statuses {
            Map<String, Long> run(Duration duration) throws IOException, InterruptedException;
        }

        @FunctionalInterface
        private interface Open {
            Turn.Load run(Duration duration, double rate) throws IOException, InterruptedException;
        }
    }

    /// `tag` is the one of the answer, which a workload that revalidates sends.
    private Task task(Workload workload, Peer peer, Running system, String tag)
            throws IOException, SQLException {
        if (system == null) {
            var pgbench = new Pgbench(site.work(), workload, site.ownerUrl(workload.ground()));
            int connections = Math.min(Site.POOL, connections(workload));
            return new Task(peer, null, duration -> pgbench.run(connections, duration),
                    (duration, rate) -> pgbench.run(connections, duration, rate), null);
        }
        List<Call> calls = calls(workload, peer);
        if (workload.revalidates()) {
            if (tag == null) {
                throw new IOException(workload.name() + ": no system tags its answer");
            }
            calls = calls.stream().map(call -> call.with("If-None-Match", tag)).toList();
        }
        List<Wire> wires = calls.stream().map(call -> Checker.wire(system, call)).toList();
        var wrk = new Wrk(site.work(), peer.name(), wires);
        var open = new OpenLoop(site.home().resolve("loam"), site.work(), peer.name(), calls);
        int connections = connections(workload);
        return new Task(peer, system,
                duration -> wrk.run(system.port(), connections, duration),
                (duration, rate) -> open.run(system.port(), connections, rate, duration),
                duration -> wrk.statuses(system.port(), connections, duration));
    }

    private Turn turn(Workload workload, Task task)
            throws IOException, InterruptedException, SQLException {
        checker.reset(workload, task.peer());
        double server = serverMicros(task);
        double database = Processes.cpuMicros(site.postgresPid());
        double generator = Processes.endedChildrenMicros();
        Turn.Load load = task.closed().run(options.turn());
        double count = Math.max(1, load.requests());
        return new Turn(load.rate(), load.requests(), load.errors(), load.p50(), load.p90(),
                load.p99(), load.p999(), (serverMicros(task) - server) / count,
                (Processes.cpuMicros(site.postgresPid()) - database) / count,
                (Processes.endedChildrenMicros() - generator) / count,
                task.system() == null ? Double.NaN
                        : Processes.residentMiB(task.system().pid()),
                Processes.sharedOutMiB(site.postgresPid()));
    }

    /// Turns that do not count: what is asked for the first time is compiled as it runs, and more
    /// so by what has just been started.
    private void warmUp(Workload workload, Task task)
            throws IOException, InterruptedException, SQLException {
        boolean cold = task.system() != null && warm.add(task.system().pid());
        for (int times = options.smoke() ? 1 : cold ? 3 : 2; times > 0; times--) {
            turn(workload, task);
        }
    }

    private static double serverMicros(Task task) {
        return task.system() == null ? Double.NaN : Processes.cpuMicros(task.system().pid());
    }

    private Map<String, Result.Open> open(
            Workload workload, Map<String, Task> tasks, Map<String, List<Turn>> turns)
            throws IOException, InterruptedException, SQLException {
        Map<String, Result.Open> open = new LinkedHashMap<>();
        int rounds = options.openLoop() ? Math.min(options.rounds(), OPEN_ROUNDS_MAX) : 0;
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, Task> task : tasks.entrySet()) {
                double rate = openRate(task.getValue().peer(), turns);
                checker.reset(workload, task.getValue().peer());
                Turn.Load load = task.getValue().open().run(options.turn(), rate);
                open.computeIfAbsent(task.getKey(), _ -> new Result.Open(rate, new ArrayList<>()))
                        .turns().add(load);
                System.err.printf("  open %d   %-18s %,10.0f requests/s: p50 %,.0f µs, p99 %,.0f"
                        + " µs%n", round, task.getKey(), rate, load.p50(), load.p99());
            }
        }
        return open;
    }

    /// The constant answer has Loam's: its own is more than the generator can do, and so it says
    /// what latency there is without Loam.
    private static double openRate(Peer peer, Map<String, List<Turn>> turns) {
        String whose = peer.dialect() == Dialect.CONSTANT ? LOAM : peer.name();
        return Math.max(1, OPEN_SHARE
                * Numbers.median(turns.get(whose).stream().map(Turn::rate).toList()));
    }

    private Result starts(Workload workload, List<Peer> able)
            throws IOException, InterruptedException, SQLException {
        endAll();
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        // The first time reads programs from the disk; it does not count.
        for (int round = 0; round <= options.rounds(); round++) {
            for (Peer peer : able) {
                try (Running system = Running.start(peer, site, workload.ground())) {
                    Duration took = system.awaitAnswer(first(workload, system));
                    if (round > 0) {
                        millis.computeIfAbsent(peer.name(), _ -> new ArrayList<>())
                                .add(took.toNanos() / 1e6);
                        System.err.printf("  round %d  %-18s %,8.0f ms%n", round, peer.name(),
                                took.toNanos() / 1e6);
                    }
                }
            }
        }
        return Result.starts(workload, millis);
    }

    private Result memory(Workload workload, List<Peer> able)
            throws IOException, InterruptedException, SQLException {
        endAll();
        Map<String, Result.Memory> found = new LinkedHashMap<>();
        for (Peer peer : able) {
            try (Running system = Running.start(peer, site, workload.ground())) {
                system.awaitAnswer(first(workload, system));
                peer.ready(site, system.port());
                LockSupport.parkNanos(REST.toNanos());
                double idle = Processes.residentMiB(system.pid());
                task(workload, peer, system, null).closed()
                        .run(options.turn().multipliedBy(MEMORY_TURNS));
                double loaded = Processes.residentMiB(system.pid());
                found.put(peer.name(), new Result.Memory(idle, loaded));
                System.err.printf("  %-18s idle %,.0f MiB, loaded %,.0f MiB%n", peer.name(), idle,
                        loaded);
            }
        }
        return Result.memory(workload, found);
    }

    private Running up(Peer peer, Workload workload)
            throws IOException, InterruptedException, SQLException {
        Running up = running.get(peer.name());
        if (up == null) {
            up = Running.start(peer, site, workload.ground());
            boolean ready = false;
            try {
                peer.ready(site, up.port());
                up.awaitAnswer(first(workload, up));
                ready = true;
            } finally {
                if (!ready) {
                    up.close();
                }
            }
            running.put(peer.name(), up);
        }
        return up;
    }

    private List<Call> calls(Workload workload, Peer peer) {
        List<Call> calls = workload.calls(peer.dialect());
        if (workload.who() == Who.MANY_TOKENS) {
            List<Call> many = new ArrayList<>();
            for (int number = 0; number < MANY_TOKENS; number++) {
                many.add(peer.addressed(
                        calls.get(number % calls.size()), tokens.token(number)));
            }
            return many;
        }
        String token = workload.who() == Who.ANYONE ? null : tokens.token(0);
        return calls.stream().map(call -> peer.addressed(call, token)).toList();
    }

    private Wire first(Workload workload, Running system) {
        Call call = calls(workload, system.peer()).getFirst();
        return Checker.wire(system, call.with("Connection", "close"));
    }

    private int connections(Workload workload) {
        return options.connections() == 0 ? workload.connections() : options.connections();
    }

    /// The constant answer is the one that all gave, or that it is the one the client has.
    private void tell(Running constant, Checker.Answer answer, boolean revalidates)
            throws IOException {
        var call = new Call("PUT", ConstantServer.PATH, Map.of("Connection", "close"),
                new String(answer.body()));
        constant.awaitAnswer(Checker.wire(constant, revalidates
                ? call.with(ConstantServer.TAG, answer.tag()) : call));
    }

    private void moveTo(Ground wanted) {
        if (ground != wanted) {
            endAll();
            ground = wanted;
        }
    }

    private void endAll() {
        running.values().forEach(Running::close);
        running.clear();
    }

    @Override
    public void close() {
        endAll();
    }
}
