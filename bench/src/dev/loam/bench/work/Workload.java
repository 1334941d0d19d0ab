package dev.loam.bench.work;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One thing that is measured, with the requests that ask each kind of system for it; a kind that
/// is not named cannot do it. Several requests are sent in turn.
///
/// Of the calls, the first `compared` are sent to each system, one after another, and must be
/// answered alike before anything is measured. With `revalidates` each is then sent with the tag
/// that the first of them was answered with, for a client that has the answer already.
///
/// `reset` is SQL run before each turn, or null. `proof` is a query whose result must be the same
/// after one request to each system; null where the answers themselves are compared.
public record Workload(
        String name, String about, Kind kind, Ground ground, Who who, int connections,
        Map<Dialect, List<Call>> calls, String sql, String reset, String proof,
        boolean onRequest, int compared, boolean revalidates) {
    public static final int CONNECTIONS = 32;

    /// How it is measured.
    public enum Kind {
        /// As many requests as possible, then at a fixed rate.
        LOAD,
        /// The time from starting the process to its first answer.
        START,
        /// Memory after the start, and after load.
        MEMORY
    }

    public Workload {
        calls = Map.copyOf(calls);
    }

    public static Workload named(String name, String about) {
        return new Workload(name, about, Kind.LOAD, Ground.CHINOOK, Who.ANYONE, CONNECTIONS,
                Map.of(), null, null, null, false, 1, false);
    }

    public Workload as(String newName, String newAbout) {
        return new Workload(newName, newAbout, kind, ground, who, connections, calls, sql, reset,
                proof, onRequest, compared, revalidates);
    }

    public Workload kind(Kind wanted) {
        return new Workload(name, about, wanted, ground, who, connections, calls, sql, reset,
                proof, onRequest, compared, revalidates);
    }

    public Workload on(Ground wanted) {
        return new Workload(name, about, kind, wanted, who, connections, calls, sql, reset, proof,
                onRequest, compared, revalidates);
    }

    public Workload by(Who wanted) {
        return new Workload(name, about, kind, ground, wanted, connections, calls, sql, reset,
                proof, onRequest, compared, revalidates);
    }

    public Workload connections(int wanted) {
        return new Workload(name, about, kind, ground, who, wanted, calls, sql, reset, proof,
                onRequest, compared, revalidates);
    }

    public Workload asks(Dialect dialect, Call... asked) {
        return asks(dialect, List.of(asked));
    }

    public Workload asks(Dialect dialect, List<Call> asked) {
        Map<Dialect, List<Call>> more = new EnumMap<>(Dialect.class);
        more.putAll(calls);
        more.put(dialect, asked);
        return new Workload(name, about, kind, ground, who, connections, more, sql, reset, proof,
                onRequest, compared, revalidates);
    }

    /// The statement by which pgbench does the same, behind the settings every request has.
    public Workload limit(String statement) {
        return new Workload(name, about, kind, ground, who, connections, calls, statement, reset,
                proof, onRequest, compared, revalidates);
    }

    /// Writes: what is undone before each turn, and what must be there after one request.
    public Workload writes(String undo, String shown) {
        return new Workload(name, about, kind, ground, who, connections, calls, sql, undo, shown,
                onRequest, compared, revalidates);
    }

    /// Runs only when it is named.
    public Workload onlyOnRequest() {
        return new Workload(name, about, kind, ground, who, connections, calls, sql, reset, proof,
                true, compared, revalidates);
    }

    /// The first `calls` are compared in place of the first alone.
    public Workload compares(int calls) {
        return new Workload(name, about, kind, ground, who, connections, this.calls, sql, reset,
                proof, onRequest, calls, revalidates);
    }

    /// Each call names the answer that the client has.
    public Workload revalidating() {
        return new Workload(name, about, kind, ground, who, connections, calls, sql, reset, proof,
                onRequest, compared, true);
    }

    /// Without these kinds of systems.
    public Workload without(Dialect... left) {
        Map<Dialect, List<Call>> fewer = new EnumMap<>(Dialect.class);
        fewer.putAll(calls);
        List.of(left).forEach(fewer::remove);
        return new Workload(name, about, kind, ground, who, connections, fewer, sql, reset, proof,
                onRequest, compared, revalidates);
    }

    public boolean can(Dialect dialect) {
        return switch (dialect) {
            case SQL -> kind == Kind.LOAD && sql != null;
            case CONSTANT -> kind == Kind.LOAD;
            case BARE -> kind == Kind.START;
            case REST, CACHED, JDBC, DATA_REST, GRAPHQL, DIRECTUS, PARSE ->
                    calls.containsKey(dialect);
        };
    }

    /// What a system of this kind is sent; the limits get what Loam gets.
    public List<Call> calls(Dialect dialect) {
        return calls.getOrDefault(dialect, calls.get(Dialect.REST));
    }
}
