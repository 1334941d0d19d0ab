package dev.loam.kernel.catalog;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The relationships of a relation that very many refer to: found by name without looking at all of
/// them. Immutable; the index is made when first asked for.
final class ManyRelationships extends AbstractList<Relationship> {
    private static final int MANY = 50;

    private final List<Relationship> all;
    private volatile Map<String, List<Relationship>> byName;

    private ManyRelationships(List<Relationship> all) {
        this.all = all;
    }

    /// An immutable list of these, of this kind where they are many.
    static List<Relationship> copyOf(List<Relationship> relationships) {
        List<Relationship> copy = List.copyOf(relationships);
        return copy.size() > MANY ? new ManyRelationships(copy) : copy;
    }

    @Override
    public Relationship get(int index) {
        return all.get(index);
    }

    @Override
    public int size() {
        return all.size();
    }

    /// Those that a name may stand for, and every computed one, which may hide others.
    List<Relationship> named(String name) {
        Map<String, List<Relationship>> known = byName;
        if (known == null) {
            known = index();
            byName = known;
        }
        return known.getOrDefault(name, known.get(null));
    }

    /// Under null the computed ones alone.
    private Map<String, List<Relationship>> index() {
        var index = new HashMap<String, List<Relationship>>();
        List<Relationship> computed = all.stream()
                .filter(Relationship.Computed.class::isInstance).toList();
        index.put(null, computed);
        for (Relationship one : all) {
            if (!(one instanceof Relationship.Computed)) {
                for (String name : names(one)) {
                    index.computeIfAbsent(name, _ -> new ArrayList<>(computed)).add(one);
                }
            }
        }
        return index;
    }

    private static Iterable<String> names(Relationship one) {
        var names = new HashSet<String>();
        names.add(one.to().name());
        switch (one) {
            case Relationship.ManyToOne key -> add(names, key.constraint(), key.pairs());
            case Relationship.OneToMany key -> add(names, key.constraint(), key.pairs());
            case Relationship.OneToOne key -> add(names, key.constraint(), key.pairs());
            case Relationship.ManyToMany _, Relationship.Computed _ -> { }
        }
        return names;
    }

    private static void add(
            Set<String> names, String constraint, List<Relationship.Pair> pairs) {
        names.add(constraint);
        if (pairs.size() == 1) {
            names.add(pairs.getFirst().own());
        }
    }
}
