package dev.loam.kernel.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.query.Plan.KeyTerm;
import dev.loam.kernel.query.Plan.Keyset;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Ordering;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The condition that a row follows a given one.
class KeysetWriterTest {
    @Test
    void terms_that_go_one_way_are_compared_at_once() {
        assertThat(after(List.of(term("a", null, null, false), term("b", false, null, false)),
                "1", "2")).isEqualTo("(\"t\".\"a\", \"t\".\"b\") > (?::int, ?::int)");
        assertThat(after(List.of(term("a", true, null, false)), "1"))
                .isEqualTo("(\"t\".\"a\") < (?::int)");
    }

    @Test
    void terms_that_go_both_ways_are_spelled_out() {
        assertThat(after(List.of(term("a", true, null, false), term("b", null, null, false)),
                "1", "2")).isEqualTo("((\"t\".\"a\" <= ?::int AND (\"t\".\"a\" < ?::int"
                        + " OR (\"t\".\"b\" > ?::int))))");
    }

    @Test
    void nulls_come_where_the_order_puts_them() {
        assertThat(after(List.of(term("a", null, null, true)), "1"))
                .isEqualTo("(\"t\".\"a\" > ?::int OR \"t\".\"a\" IS NOT DISTINCT FROM NULL)");
        assertThat(after(List.of(term("a", true, null, true)), "1"))
                .isEqualTo("(\"t\".\"a\" < ?::int)");
        assertThat(after(List.of(term("a", true, false, true)), "1"))
                .isEqualTo("(\"t\".\"a\" < ?::int OR \"t\".\"a\" IS NOT DISTINCT FROM NULL)");
        assertThat(after(List.of(term("a", null, true, true)), "1"))
                .isEqualTo("(\"t\".\"a\" > ?::int)");
    }

    @Test
    void behind_a_null() {
        var key = term("k", null, null, false);
        assertThat(after(List.of(term("a", null, null, true), key), null, "1"))
                .isEqualTo("(\"t\".\"a\" IS NOT DISTINCT FROM NULL AND (\"t\".\"k\" > ?::int))");
        assertThat(after(List.of(term("a", null, true, true), key), null, "1"))
                .isEqualTo("(\"t\".\"a\" IS NOT DISTINCT FROM NULL AND (\"t\".\"k\" > ?::int)"
                        + " OR \"t\".\"a\" IS DISTINCT FROM NULL)");
    }

    private static KeyTerm term(
            String column, Boolean descending, Boolean nullsFirst, boolean nullable) {
        return new KeyTerm(new Ordering(
                new Operand("t", Field.of(column), false, true), descending, nullsFirst),
                "int", nullable);
    }

    private static String after(List<KeyTerm> terms, String... values) {
        var out = new SqlText();
        KeysetWriter.after(out, new Keyset(terms, Arrays.asList(values)));
        return out.done().text();
    }
}
