package dev.loam.modules.realtime.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.realtime.topic.PresenceSet.Entry;
import dev.loam.modules.realtime.topic.PresenceSet.Ref;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceSetTest {
    @Test
    void an_addition_wins_over_the_removal_of_another_entry() {
        var here = new PresenceSet();
        var there = new PresenceSet();
        Entry first = entry("ada", "a", 0);
        here.add(first);
        there.merge(here);
        here.remove(first);
        there.add(entry("ada", "b", 0));
        assertThat(there.merge(here).leaves()).containsExactly(first);
        assertThat(here.merge(there).joins()).containsExactly(entry("ada", "b", 0));
        assertThat(here.all()).isEqualTo(there.all()).containsExactly(entry("ada", "b", 0));
    }

    @Test
    void what_was_removed_does_not_come_back() {
        var here = new PresenceSet();
        var there = new PresenceSet();
        Entry one = entry("ada", "a", 0);
        here.add(one);
        there.merge(here);
        here.remove(one);
        assertThat(here.merge(there).isEmpty()).isTrue();
        assertThat(here.isEmpty()).isTrue();
        assertThat(there.merge(here).leaves()).containsExactly(one);
        assertThat(there.merge(here).isEmpty()).isTrue();
    }

    /// Nodes that add, remove and hear of each other in any order come to the same in the end.
    @Test
    void nodes_agree_whatever_the_order() {
        long seed = Long.getLong("seed", 7L);
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<PresenceSet> nodes = List.of(
                    new PresenceSet(), new PresenceSet(), new PresenceSet());
            Set<Entry> alive = new HashSet<>();
            List<List<Entry>> own = List.of(
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            long[] numbers = new long[nodes.size()];
            for (int step = 0; step < 40; step++) {
                int at = random.nextInt(nodes.size());
                PresenceSet node = nodes.get(at);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        Entry made = entry("k" + random.nextInt(3), "n" + at, numbers[at]++);
                        node.add(made);
                        own.get(at).add(made);
                        alive.add(made);
                    }
                    case 1 -> {
                        if (!own.get(at).isEmpty()) {
                            Entry gone = own.get(at).remove(random.nextInt(own.get(at).size()));
                            node.remove(gone);
                            alive.remove(gone);
                        }
                    }
                    default -> node.merge(nodes.get(random.nextInt(nodes.size())));
                }
            }
            for (int pass = 0; pass < 2; pass++) {
                nodes.forEach(to -> nodes.forEach(to::merge));
            }
            for (PresenceSet node : nodes) {
                assertThat(node.all()).as("seed %d round %d", seed, round)
                        .containsExactlyInAnyOrderElementsOf(alive);
            }
        }
    }

    @Test
    void it_is_told_as_clients_read_it() {
        List<Entry> two = List.of(new Entry("a\"b", new Ref("n", 35), "\"x\":1"),
                new Entry("a\"b", new Ref("n", 36), ""));
        assertThat(new String(PresenceJson.state(two), StandardCharsets.UTF_8)).isEqualTo(
                "{\"a\\\"b\":{\"metas\":[{\"phx_ref\":\"n.z\",\"x\":1},{\"phx_ref\":\"n.10\"}]}}");
        assertThat(new String(PresenceJson.diff(new PresenceSet.Change(List.of(),
                List.of(entry("k", "n", 1), entry("l", "n", 2)))), StandardCharsets.UTF_8))
                .isEqualTo("{\"joins\":{},\"leaves\":{"
                        + "\"k\":{\"metas\":[{\"phx_ref\":\"n.1\"}]},"
                        + "\"l\":{\"metas\":[{\"phx_ref\":\"n.2\"}]}}}");
    }

    private static Entry entry(String key, String node, long number) {
        return new Entry(key, new Ref(node, number), "");
    }
}
