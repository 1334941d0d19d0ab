package dev.loam.bench.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All systems, Loam first, in the order in which they take their turns.
public final class Peers {
    /// The limits of the machine rather than somebody's program.
    public static final List<String> LIMITS = List.of("pgbench", "constant", "bare");

    /// Loam where it keeps answers.
    public static final String CACHED = "loam-cached";

    public static final List<Peer> ALL = List.of(
            RestPeer.loam(), new CachedPeer(), RestPeer.postgrest(),
            SpringPeer.jdbcClient(), SpringPeer.dataRest(),
            new PostgraphilePeer(), new DirectusPeer(), new ParsePeer(),
            new PgbenchPeer(), ConstantPeer.constant(), ConstantPeer.bare());

    private Peers() {
    }

    /// Loam in both ways, the peers of these names and the limits; with null all. Fails for an unknown name with
    /// an `IllegalArgumentException`.
    public static List<Peer> named(List<String> names) {
        if (names == null) {
            return ALL;
        }
        List<String> wanted = new ArrayList<>(names);
        wanted.add("loam");
        wanted.add(CACHED);
        wanted.addAll(LIMITS);
        List<String> known = ALL.stream().map(Peer::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("There is no peer " + name + "; there is "
                        + known.stream().collect(Collectors.joining(", ")));
            }
        }
        return ALL.stream().filter(peer -> wanted.contains(peer.name())).toList();
    }
}
