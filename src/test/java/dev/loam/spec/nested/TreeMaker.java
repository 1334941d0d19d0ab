package dev.loam.spec.nested;

import dev.loam.spec.nested.Node.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Makes random trees: new rows, and rows of the database at most once each.
final class TreeMaker {
    private static final int DEPTH_MAX = 3;
    private static final int MANY_MAX = 3;
    private static final Set<String> PRUNED = Set.of("b", "c", "d");

    private final SplittableRandom random;
    private final Side side;
    private final boolean changes;
    private final boolean replaces;
    private final Set<String> used = new HashSet<>();
    private int names;

    /// The trees of `turn` 0 are inserted, those of 1 merged, those of 2 replace what was there.
    TreeMaker(long seed, Side side, int turn) {
        this.random = new SplittableRandom(seed);
        this.side = side;
        this.changes = turn > 0;
        this.replaces = turn == 2;
    }

    /// A tree around a new row.
    Node fresh(String prefix) {
        String table = pick(Way.TABLES);
        var root = new Node(Kind.NEW, table, name(prefix), number());
        grow(root, prefix, null, 1);
        return root;
    }

    /// A tree around a row that is there.
    Node known(String prefix) {
        String table = pick(Way.TABLES);
        List<String> there = side.names(table);
        String name = there.isEmpty() ? null : pick(there);
        if (name == null) {
            return null;
        }
        used.add(name);
        var root = new Node(Kind.KNOWN, table, name, number());
        grow(root, prefix, null, 1);
        return root;
    }

    private void grow(Node node, String prefix, Way came, int depth) {
        for (Way way : Way.from(node.table())) {
            boolean back = came != null && way.reverses(came);
            if (back || depth > DEPTH_MAX || random.nextInt(3) == 0
                    || node.kind() == Kind.REFERENCE && way.kind() == Way.Kind.UP) {
                continue;
            }
            int count = way.toOne() ? 1 : random.nextInt(MANY_MAX + 1);
            node.nested().put(way, new ArrayList<>());
            for (int i = 0; i < count; i++) {
                Node nested = child(node, way, prefix);
                node.nest(way, nested);
                grow(nested, prefix, way, depth + 1);
            }
        }
    }

    private Node child(Node owner, Way way, String prefix) {
        List<String> there = switch (way.kind()) {
            // What one part of a tree removes, another one must not use: rows are written in
            // another order here and there.
            case UP -> replaces && PRUNED.contains(way.target()) ? List.of()
                    : side.names(way.target());
            case FAR -> side.names(way.target());
            case MANY -> owner.kind() != Kind.NEW ? side.below(way, owner.name())
                    : replaces ? List.of() : side.names(way.target());
            // What is there of a one-to-one row is changed without being named.
            case ONE -> List.of();
        };
        List<String> free = there.stream().filter(name -> !used.contains(name)).toList();
        boolean owned = way.kind() == Way.Kind.MANY;
        if (free.isEmpty() || random.nextInt(2) == 0) {
            return new Node(Kind.NEW, way.target(), name(prefix), number());
        }
        String name = pick(free);
        used.add(name);
        boolean known = changes && random.nextBoolean() && !(owned && owner.kind() == Kind.NEW);
        return new Node(known ? Kind.KNOWN : Kind.REFERENCE, way.target(), name,
                known ? Integer.valueOf(random.nextInt(1000)) : null);
    }

    private Integer number() {
        return random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(1000));
    }

    private String name(String prefix) {
        return prefix + "-" + names++;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
