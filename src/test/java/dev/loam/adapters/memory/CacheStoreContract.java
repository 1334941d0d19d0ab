package dev.loam.adapters.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.cache.CacheStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every store of cached values does, whatever its policy.
class CacheStoreContract {
    private final List<Integer> evicted = new ArrayList<>();

    /// A value weighs as much as its length.
    private CacheStore<Integer, String> store(CachePolicy policy, long weightMax) {
        return policy.store(weightMax, String::length,
                (Integer key, String _) -> evicted.add(key));
    }

    @ParameterizedTest
    @EnumSource
    void gives_what_was_put(CachePolicy policy) {
        var store = store(policy, 100);
        assertThat(store.put(1, "one")).isNull();
        assertThat(store.get(1)).isEqualTo("one");
        assertThat(store.get(2)).isNull();
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.weight()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_value_replaces_another_and_answers_it(CachePolicy policy) {
        var store = store(policy, 100);
        store.put(1, "one");
        assertThat(store.put(1, "another")).isEqualTo("one");
        assertThat(store.get(1)).isEqualTo("another");
        assertThat(store.weight()).isEqualTo(7);
        assertThat(evicted).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void removes_a_value_only_if_it_is_still_that_one(CachePolicy policy) {
        var store = store(policy, 100);
        store.put(1, "one");
        store.remove(1, "other");
        store.remove(2, "one");
        assertThat(store.get(1)).isEqualTo("one");
        store.remove(1, "one");
        assertThat(store.get(1)).isNull();
        assertThat(store.weight()).isZero();
        assertThat(evicted).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void stays_within_its_weight_and_tells_what_went(CachePolicy policy) {
        var store = store(policy, 100);
        for (int key = 0; key < 1000; key++) {
            store.put(key, "ten bytes.");
            store.get(key % 7);
        }
        assertThat(store.weight()).isLessThanOrEqualTo(100);
        assertThat(store.size()).isLessThanOrEqualTo(10);
        assertThat(evicted).doesNotHaveDuplicates().hasSize(1000 - (int) store.size());
        evicted.forEach(key -> assertThat(store.get(key)).isNull());
    }

    @ParameterizedTest
    @EnumSource
    void a_value_heavier_than_the_bound_does_not_stay(CachePolicy policy) {
        var store = store(policy, 5);
        store.put(1, "too heavy");
        assertThat(store.get(1)).isNull();
        assertThat(evicted).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void clearing_takes_everything_and_tells_nothing(CachePolicy policy) {
        var store = store(policy, 100);
        store.put(1, "one");
        store.put(2, "two");
        store.clear();
        assertThat(store.get(1)).isNull();
        assertThat(store.size()).isZero();
        assertThat(store.weight()).isZero();
        assertThat(evicted).isEmpty();
        store.put(1, "again");
        assertThat(store.get(1)).isEqualTo("again");
    }
}
