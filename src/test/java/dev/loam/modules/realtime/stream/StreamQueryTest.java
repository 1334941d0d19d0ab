package dev.loam.modules.realtime.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.base.position.Lsn;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamQueryTest {
    @Test
    void without_parameters_everything_in_public_is_wanted() {
        assertThat(StreamQuery.parse(null, null).wanted())
                .containsExactly(new Wanted("*", "public", null, null, null));
    }

    @Test
    void one_thing_is_wanted_by_its_parts() {
        var query = StreamQuery.parse("schema=app&table=my%20notes&event=INSERT"
                + "&filter=id%3Din.(1,2)&select=id,body&apikey=k&after=16/B3:4", null);
        assertThat(query.wanted()).containsExactly(new Wanted(
                "INSERT", "app", "my notes", "id=in.(1,2)", List.of("id", "body")));
        assertThat(query.apikey()).isEqualTo("k");
        assertThat(query.after()).isEqualTo(new Place(new Lsn(0x16_0000_00B3L), 4));
    }

    @Test
    void several_things_are_wanted_as_json() {
        assertThat(StreamQuery.parse("changes={\"table\":\"a\"}"
                + "&changes=[{\"event\":\"DELETE\",\"table\":\"b\"}]", null).wanted())
                .containsExactly(new Wanted("*", "public", "a", null, null),
                        new Wanted("DELETE", "public", "b", null, null));
        assertThat(StreamQuery.parse("table=c&changes={\"table\":\"a\"}", null).wanted())
                .hasSize(2);
    }

    @Test
    void the_last_event_counts_before_a_place_in_the_query() {
        assertThat(StreamQuery.parse("after=1/1", "2/2:0").after())
                .isEqualTo(new Place(new Lsn(0x2_0000_0002L), 0));
        assertThat(StreamQuery.parse("after=1/1", null).after())
                .isEqualTo(Place.endOf(new Lsn(0x1_0000_0001L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tables=a", "table=a&table=b", "changes=x", "changes=1",
        "changes={\"tabel\":\"a\"}", "changes={\"table\":1}", "after=x", "after=1/1:x",
        "after=1/1:-1", "table=%4"})
    void what_cannot_be_read_is_refused(String query) {
        assertThatThrownBy(() -> StreamQuery.parse(query, null))
                .isInstanceOfSatisfying(Refusal.class, refusal ->
                        assertThat(refusal.failure().code()).isEqualTo("LOAM-CHANGES-001"));
    }
}
