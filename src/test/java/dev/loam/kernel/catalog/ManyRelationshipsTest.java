package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Relationship.Computed;
import dev.loam.kernel.catalog.Relationship.ManyToOne;
import dev.loam.kernel.catalog.Relationship.OneToMany;
import dev.loam.kernel.catalog.Relationship.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyRelationshipsTest {
    private static final Computed COMPUTED = new Computed(name("hub"), name("t3"),
            new FunctionName("api", "best"), true);

    private static TableName name(String table) {
        return new TableName("api", table);
    }

    private static List<Relationship> hub() {
        List<Relationship> all = new ArrayList<>(List.of(COMPUTED));
        for (int i = 0; i < 1_000; i++) {
            all.add(new OneToMany(name("hub"), name("t" + i / 2), "key" + i,
                    List.of(new Pair("id", "hub_id"))));
        }
        all.add(new ManyToOne(name("hub"), name("t7"), "above", List.of(new Pair("top", "id"))));
        return all;
    }

    @Test
    void few_stay_a_plain_list() {
        assertThat(ManyRelationships.copyOf(List.of(COMPUTED)))
                .isNotInstanceOf(ManyRelationships.class);
    }

    @Test
    void many_are_found_by_relation_constraint_and_column() {
        List<Relationship> hub = ManyRelationships.copyOf(hub());
        var many = (ManyRelationships) hub;
        assertThat(many.named("t7")).containsExactly(
                COMPUTED, hub.get(15), hub.get(16), hub.getLast());
        assertThat(many.named("key41")).containsExactly(COMPUTED, hub.get(42));
        assertThat(many.named("top")).containsExactly(COMPUTED, hub.getLast());
        assertThat(many.named("nothing")).containsExactly(COMPUTED);
        assertThat(many.named("best")).containsExactly(COMPUTED);
    }

    @Test
    void they_equal_a_list_of_the_same() {
        assertThat(ManyRelationships.copyOf(hub())).isEqualTo(hub());
    }
}
