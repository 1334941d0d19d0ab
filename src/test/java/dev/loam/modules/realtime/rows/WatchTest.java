package dev.loam.modules.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import dev.loam.ports.changes.Change.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static Watch watch(String event, String schema, String table, String filter) {
        return Watch.of(new Wanted(event, schema, table, filter, null));
    }

    @Test
    void the_same_thing_wanted_has_the_same_number_that_javascript_can_hold() {
        var one = watch("*", "public", "a", "id=eq.1");
        assertThat(one.id()).isEqualTo(watch("*", "public", "a", "id=eq.1").id())
                .isBetween(0L, (1L << 53) - 1);
        assertThat(List.of(watch("INSERT", "public", "a", "id=eq.1"),
                watch("*", "other", "a", "id=eq.1"), watch("*", "public", "b", "id=eq.1"),
                watch("*", "public", "a", null),
                Watch.of(new Wanted("*", "public", "a", "id=eq.1", List.of("id")))))
                .noneMatch(other -> other.id() == one.id());
    }

    @Test
    void a_schema_or_everything_may_be_watched() {
        assertThat(watch("INSERT", "public", "*", null).covers(new TableName("public", "a")))
                .isTrue();
        assertThat(watch("INSERT", "public", null, null).covers(new TableName("other", "a")))
                .isFalse();
        assertThat(watch("insert", "*", null, null).covers(new TableName("other", "a"))).isTrue();
        assertThat(watch("*", "public", "a", null).kinds()).containsExactlyInAnyOrder(
                Kind.values());
        assertThat(watch("DELETE", "public", "a", null).kinds()).containsExactly(Kind.DELETE);
    }

    @Test
    void what_cannot_be_watched_says_why() {
        assertThat(watch("MOVE", "public", "a", null).trouble()).contains("event");
        assertThat(watch(null, "public", "a", null).trouble()).contains("event");
        assertThat(watch("*", null, "a", null).trouble()).contains("schema");
        assertThat(watch("*", "*", "a", null).trouble()).contains("schema");
        assertThat(watch("*", "public", null, "id=eq.1").trouble()).contains("table");
        assertThat(watch("*", "public", "a", "id").trouble()).contains("filter");
        assertThat(Watch.of(new Wanted("*", "public", "a", null, List.of())).trouble())
                .contains("columns");
        assertThat(watch("*", "public", "a", null).trouble()).isNull();
    }
}
