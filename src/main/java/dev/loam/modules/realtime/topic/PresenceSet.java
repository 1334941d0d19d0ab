package dev.loam.modules.realtime.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who is present on a topic: entries under keys, each with a reference that no other entry ever
/// has.
///
/// A set in which additions win: an entry is there as soon as its reference was seen, and goes for
/// good when that reference is removed; what one node adds under a key, the removal of another
/// entry by another node does not touch. Two sets that saw different things therefore merge to the
/// same, in whatever order and however often ([#merge]).
///
/// Not for use by several threads.
/// Source: Bieniusa et al., "An optimized conflict-free replicated set", 2012.
final class PresenceSet {
    private final Map<String, Map<Ref, String>> entries = new TreeMap<>();
    /// The newest reference seen of each node: one that is not newer and not here was removed.
    private final Map<String, Long> seen = new HashMap<>();

    /// The name of an entry: the node that made it, and its number there.
    record Ref(String node, long number) {
        /// As clients see it.
        @Override
        public String toString() {
            return node + "." + Long.toString(number, Character.MAX_RADIX);
        }
    }

    /// An entry; `meta` is a JSON object without its braces.
    record Entry(String key, Ref ref, String meta) {
    }

    /// What one step has changed.
    record Change(List<Entry> joins, List<Entry> leaves) {
        static final Change NONE = new Change(List.of(), List.of());

        boolean isEmpty() {
            return joins.isEmpty() && leaves.isEmpty();
        }
    }

    void add(Entry entry) {
        entries.computeIfAbsent(entry.key(), _ -> new LinkedHashMap<>())
                .put(entry.ref(), entry.meta());
        seen.merge(entry.ref().node(), entry.ref().number(), Math::max);
    }

    void remove(Entry entry) {
        entries.computeIfPresent(entry.key(), (_, metas) -> {
            metas.remove(entry.ref());
            return metas.isEmpty() ? null : metas;
        });
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        entries.forEach((key, metas) ->
                metas.forEach((ref, meta) -> all.add(new Entry(key, ref, meta))));
        return all;
    }

    /// Takes over what another node's set knows, and says what that has changed here.
    Change merge(PresenceSet other) {
        List<Entry> joins = other.all().stream()
                .filter(entry -> !saw(entry.ref())).toList();
        List<Entry> leaves = all().stream()
                .filter(entry -> other.saw(entry.ref()) && !other.has(entry)).toList();
        joins.forEach(this::add);
        leaves.forEach(this::remove);
        other.seen.forEach((node, number) -> seen.merge(node, number, Math::max));
        return new Change(joins, leaves);
    }

    private boolean saw(Ref ref) {
        return ref.number() <= seen.getOrDefault(ref.node(), -1L);
    }

    private boolean has(Entry entry) {
        return entries.getOrDefault(entry.key(), Map.of()).containsKey(entry.ref());
    }
}
