package dev.loam.modules.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.modules.realtime.rows.Filter.Operator;
import dev.loam.modules.realtime.rows.FilterParser.Malformed;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static Filter one(String column, Operator operator, String value) {
        return new Filter(column, operator, false, value, List.of());
    }

    @Test
    void no_text_is_no_filter() throws Malformed {
        assertThat(FilterParser.parse(null)).isEmpty();
        assertThat(FilterParser.parse("")).isEmpty();
    }

    @Test
    void every_operator_is_read_and_may_be_negated() throws Malformed {
        for (var operator : Operator.values()) {
            var value = operator == Operator.IN ? "(1)" : operator == Operator.IS ? "null" : "1";
            for (boolean negated : new boolean[] {false, true}) {
                var filter = FilterParser.parse(
                        "a b=" + (negated ? "not." : "") + operator.word() + "." + value)
                        .getFirst();
                assertThat(filter.column()).isEqualTo("a b");
                assertThat(filter.operator()).isEqualTo(operator);
                assertThat(filter.negated()).isEqualTo(negated);
            }
        }
    }

    @Test
    void commas_part_filters_only_where_another_one_begins() throws Malformed {
        assertThat(FilterParser.parse("a=eq.x, y,b=gt.3")).containsExactly(
                one("a", Operator.EQ, "x, y"), one("b", Operator.GT, "3"));
        assertThat(FilterParser.parse("a=eq.\"x,b=gt.3\",c=like.%,%")).containsExactly(
                one("a", Operator.EQ, "x,b=gt.3"), one("c", Operator.LIKE, "%,%"));
        assertThat(FilterParser.parse("a=eq.")).containsExactly(one("a", Operator.EQ, ""));
        assertThat(FilterParser.parse("a=eq.\"say \\\"\\\\\"")).containsExactly(
                one("a", Operator.EQ, "say \"\\"));
    }

    @Test
    void lists_have_quoted_and_plain_values() throws Malformed {
        assertThat(FilterParser.parse("a=in.(1,\"b,)\",c d),b=is.true")).containsExactly(
                new Filter("a", Operator.IN, false, null, List.of("1", "b,)", "c d")),
                one("b", Operator.IS, "true"));
        assertThat(FilterParser.parse("a=in.()").getFirst().values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=1", "a=near.1", "=eq.1", "a=eq", "a=in.1", "a=in.(1",
        "a=in.(1,", "a=in.(\"1\"x)", "a=eq.\"x", "a=eq.\"x\"y", "a=is.maybe", "a=in.(1)x",
        ",a=eq.1"})
    void what_is_no_filter_is_refused(String text) {
        assertThatThrownBy(() -> FilterParser.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void lists_and_filters_have_bounds() {
        assertThatThrownBy(() -> FilterParser.parse(
                "a=in.(" + String.join(",", Collections.nCopies(101, "1")) + ")"))
                .hasMessageContaining("100");
        assertThatThrownBy(() -> FilterParser.parse(
                String.join(",", Collections.nCopies(21, "a=eq.1")))).hasMessageContaining("20");
    }
}
