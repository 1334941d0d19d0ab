package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static Map<TableName, Table> tables(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TableName("api", "table_" + i))
                .collect(Collectors.toMap(Function.identity(), name -> new Table(name,
                        Table.Kind.TABLE, null, true, true, true, false, List.of(), Map.of())));
    }

    private static Names names(int count) {
        return Names.of(tables(count), Map.of(), Map.of());
    }

    @Test
    void among_few_the_nearest_is_found_at_once() {
        assertThat(names(Names.FEW).nearestTable("api", "tble_77", Names.NAME_MINIMUM))
                .hasValue("table_77");
    }

    @Test
    void among_many_nothing_is_suggested_before_the_index_is_made() {
        Names names = names(Names.FEW + 1);
        assertThat(names.nearestTable("api", "tble_77", Names.NAME_MINIMUM)).isEmpty();
        names.prepare();
        assertThat(names.nearestTable("api", "tble_77", Names.NAME_MINIMUM))
                .hasValue("table_77");
    }

    @Test
    void an_index_over_the_same_names_is_taken_along() {
        Map<TableName, Table> tables = tables(Names.FEW + 1);
        Names names = Names.of(tables, Map.of(), Map.of());
        names.prepare();
        assertThat(names.over(tables, Map.of(), Map.of())
                .nearestTable("api", "tble_77", Names.NAME_MINIMUM)).hasValue("table_77");
        assertThat(names.over(tables(Names.FEW + 2), Map.of(), Map.of())
                .nearestTable("api", "tble_77", Names.NAME_MINIMUM)).isEmpty();
    }
}
