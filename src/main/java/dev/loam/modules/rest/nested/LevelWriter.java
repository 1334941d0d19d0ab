package dev.loam.modules.rest.nested;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Relationship.ManyToMany;
import dev.loam.kernel.catalog.Relationship.Pair;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.Resolution;
import dev.loam.modules.rest.failure.NestedFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes rows with all that is nested in them, level by level: first those whose key a row holds,
/// then the rows, then those that hold theirs.
///
/// A nested row is one of three. A *reference* has nothing but its primary key and stands for the
/// row that is there. One that is *known*, where rows are changed, carries its primary key, perhaps
/// by its place, and is changed if it is there and belongs to its owner. All others are *new*.
final class LevelWriter {
    private final Steps steps;
    private final Catalog catalog;
    private final Conduct conduct;

    LevelWriter(Steps steps, Catalog catalog, Conduct conduct) {
        this.steps = steps;
        this.catalog = catalog;
        this.conduct = conduct;
    }

    /// The depth of this recursion is that of the body, which is bounded.
    private void write(Level level) {
        above(level);
        if (conduct.replaces() && !level.owners().isEmpty()) {
            prune(level);
        }
        rows(level);
        below(level);
    }

    // Above: rows whose key these rows hold.

    void above(Level level) {
        for (Link link : level.links().values()) {
            if (!link.upward()) {
                continue;
            }
            List<Row> having = level.having(link);
            List<Row> targets = having.stream()
                    .flatMap(row -> row.nested().get(link.name()).rows().stream()).toList();
            write(Level.alone(link.table(), targets,
                    link.pairs().stream().map(Pair::other).collect(Collectors.toSet()),
                    level.below(link)));
            having.forEach(row -> point(row, link));
        }
    }

    private static void point(Row row, Link link) {
        List<Row> target = row.nested().get(link.name()).rows();
        if (!target.isEmpty()) {
            link.pairs().forEach(
                    pair -> row.link(pair.own(), target.getFirst().key(pair.other())));
            return;
        }
        // One null column is enough for a key of several to point nowhere.
        List<String> free = link.pairs().stream().map(Pair::own)
                .filter(own -> !row.columns().containsKey(own)
                        && !row.linked().containsKey(own)).toList();
        if (free.isEmpty()) {
            row.link(link.pairs().getFirst().own(), null);
        }
        free.forEach(own -> row.link(own, null));
    }

    // The rows themselves.

    private void rows(Level level) {
        Set<Row> references = new HashSet<>();
        Set<Row> known = new HashSet<>();
        for (Row row : level.rows()) {
            if (isReference(level, row)) {
                references.add(row);
            } else if (conduct.changes() && !match(level, row).isEmpty()) {
                known.add(row);
            }
        }
        List<Row> left = new ArrayList<>(level.rows());
        left = Steps.without(left, refer(level, only(left, references)));
        left = Steps.without(left, change(level, only(left, known)));
        insert(level, left);
    }

    private static List<Row> only(List<Row> rows, Set<Row> some) {
        return rows.stream().filter(some::contains).toList();
    }

    /// A key that says whose the row is cannot refer to a row of somebody else.
    private static boolean isReference(Level level, Row row) {
        Set<String> key = level.key();
        boolean another = level.pairs().isEmpty() || !key.containsAll(level.owned());
        return another && !key.isEmpty() && row.columns().keySet().equals(key)
                && row.nested().values().stream().noneMatch(nested -> nested.link().upward());
    }

    /// The columns that say which row is meant; none for a new one.
    private static Set<String> match(Level level, Row row) {
        Set<String> match = new LinkedHashSet<>();
        if (row.carries(level.key())) {
            match.addAll(level.key());
            match.addAll(level.owned());
        } else if (level.single()) {
            match.addAll(level.owned());
        }
        return match;
    }

    /// Looks for the rows referred to, and gives those of others to their owner. Answers the ones
    /// that are there.
    private Set<Row> refer(Level level, List<Row> references) {
        if (references.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = level.keys();
        keys.addAll(level.owned());
        List<Row> missing = steps.find(
                level.table(), references, level.key(), keys, level.place());
        if (!missing.isEmpty() && conduct.resolution() == null) {
            throw new Refusal(new NestedFailure.NoSuchRow(
                    missing.getFirst().path(), level.table().name()));
        }
        List<Row> found = Steps.without(references, Set.copyOf(missing));
        List<Row> elsewhere = found.stream().filter(row -> level.owned().stream()
                .anyMatch(column -> !row.linked().get(column).equals(row.keys().get(column))))
                .toList();
        require(level, elsewhere, steps.amend(
                level.table(), elsewhere, level.key(), level.keys(), level.place()));
        return Set.copyOf(found);
    }

    private static void require(Level level, List<Row> rows, List<Row> missing) {
        if (!missing.isEmpty()) {
            throw new Refusal(new NestedFailure.RowsLost(missing.getFirst().path(),
                    level.table().name(), rows.size(), rows.size() - missing.size()));
        }
    }

    /// Changes the rows that are there. Answers these.
    private Set<Row> change(Level level, List<Row> known) {
        Map<Set<String>, List<Row>> groups = new LinkedHashMap<>();
        known.forEach(row -> groups.computeIfAbsent(
                match(level, row), _ -> new ArrayList<>()).add(row));
        Set<Row> changed = new HashSet<>(known);
        groups.forEach((match, rows) -> changed.removeAll(Set.copyOf(steps.amend(
                level.table(), rows, match, level.keys(), level.place()))));
        return changed;
    }

    private void insert(Level level, List<Row> rows) {
        List<Row> left = rows;
        if (conduct.resolution() == Resolution.IGNORE) {
            left = new Twins(steps, level.table(), level.keys(), level.place())
                    .strangers(rows, level.key());
        }
        steps.insert(level.table(), left, level.keys(), conduct.resolution(), level.place());
        Twins.share(left, rows, level.key());
    }

    // Below: rows that hold the key of these.

    void below(Level level) {
        for (Link link : level.links().values()) {
            switch (link.relationship()) {
                case Relationship.OneToMany _ -> children(level, link);
                case Relationship.OneToOne one -> {
                    if (one.parent()) {
                        children(level, link);
                    }
                }
                case ManyToMany many -> far(level, link, many);
                case Relationship.ManyToOne _, Relationship.Computed _ -> {
                }
            }
        }
    }

    private void children(Level level, Link link) {
        List<Row> owners = level.having(link);
        List<Row> children = new ArrayList<>();
        for (Row owner : owners) {
            for (Row child : owner.nested().get(link.name()).rows()) {
                link.pairs().forEach(pair -> child.link(pair.other(), owner.key(pair.own())));
                children.add(child);
            }
        }
        write(new Level(link.table(), children, Set.of(),
                link.toOne() ? owners.stream().filter(owner -> loses(owner, link)).toList()
                        : owners,
                link.pairs(), link.toOne(), level.below(link)));
    }

    /// Whether what a row has of a to-one relationship goes where replacing is asked for: not where
    /// it is only changed.
    private static boolean loses(Row owner, Link link) {
        List<Row> rows = owner.nested().get(link.name()).rows();
        return rows.isEmpty()
                || rows.getFirst().carries(Set.copyOf(link.table().primaryKey()));
    }

    /// Removes the rows of the owners that are not among these.
    private void prune(Level level) {
        List<Row> kept = level.rows().stream()
                .filter(row -> row.carries(level.key())).toList();
        steps.prune(level.table(), owners(level.owners(), level.pairs()), level.owned(), kept,
                level.key(), level.place());
    }

    /// The owners as their rows have them in their own columns.
    private static List<Row> owners(List<Row> owners, List<Pair> pairs) {
        List<Row> named = new ArrayList<>();
        for (Row owner : owners) {
            var one = new Row(owner.path(), Map.of(), Map.of());
            pairs.forEach(pair -> one.link(pair.other(), owner.key(pair.own())));
            named.add(one);
        }
        return named;
    }

    private void far(Level level, Link link, ManyToMany many) {
        List<Row> owners = level.having(link);
        List<Row> all = owners.stream()
                .flatMap(row -> row.nested().get(link.name()).rows().stream()).toList();
        write(Level.alone(link.table(), all,
                many.far().stream().map(Pair::other).collect(Collectors.toSet()),
                level.below(link)));
        List<Row> joints = new ArrayList<>();
        Set<Map<String, String>> seen = new HashSet<>();
        for (Row owner : owners) {
            for (Row far : owner.nested().get(link.name()).rows()) {
                var joint = new Row(far.path(), Map.of(), Map.of());
                many.near().forEach(pair -> joint.link(pair.other(), owner.key(pair.own())));
                many.far().forEach(pair -> joint.link(pair.own(), far.key(pair.other())));
                if (seen.add(joint.linked()) || !conduct.meets()) {
                    joints.add(joint);
                }
            }
        }
        join(many, owners(owners, many.near()), joints, level.below(link));
    }

    private void join(ManyToMany many, List<Row> owners, List<Row> joints, String place) {
        Table junction = catalog.table(many.junction());
        Set<String> near = many.near().stream().map(Pair::other).collect(Collectors.toSet());
        Set<String> both = new LinkedHashSet<>(near);
        many.far().forEach(pair -> both.add(pair.own()));
        if (conduct.replaces() && !owners.isEmpty()) {
            steps.prune(junction, owners, near, joints, both, place);
        }
        List<Row> missing = conduct.meets()
                ? steps.find(junction, joints, both, List.of(), place) : joints;
        steps.insert(junction, missing, List.of(), null, place);
    }
}
