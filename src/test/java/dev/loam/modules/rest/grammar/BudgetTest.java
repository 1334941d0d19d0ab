package dev.loam.modules.rest.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final int DEEP = 100_000;

    @Test
    void relations_nest_up_to_the_bound() {
        parse("select", nested("c(", "*", ")", Budget.DEPTH_MAX));
        assertThat(details("select", nested("c(", "*", ")", Budget.DEPTH_MAX + 1)))
                .isEqualTo("nesting deeper than 64 levels");
        assertThat(details("select", nested("c(", "*", ")", DEEP)))
                .isEqualTo("nesting deeper than 64 levels");
        assertThat(details("select", "...c(".repeat(DEEP)))
                .isEqualTo("nesting deeper than 64 levels");
    }

    @Test
    void trees_nest_up_to_the_bound() {
        parse("or", "(" + nested("and(", "a.eq.1", ")", Budget.DEPTH_MAX - 1) + ")");
        assertThat(details("or", "(" + nested("and(", "a.eq.1", ")", Budget.DEPTH_MAX) + ")"))
                .isEqualTo("nesting deeper than 64 levels");
        assertThat(details("or", "(" + "not.or(".repeat(DEEP)))
                .isEqualTo("nesting deeper than 64 levels");
    }

    @Test
    void paths_of_relations_are_bounded() {
        parse("c.".repeat(Budget.DEPTH_MAX) + "a", "eq.1");
        assertThat(details("c.".repeat(DEEP) + "a", "eq.1"))
                .isEqualTo("nesting deeper than 64 levels");
        assertThat(details("c.".repeat(DEEP) + "limit", "1"))
                .isEqualTo("nesting deeper than 64 levels");
    }

    @Test
    void arrows_of_a_field_are_bounded() {
        parse("j" + "->a".repeat(Budget.PATH_STEPS_MAX), "eq.1");
        assertThat(details("j" + "->a".repeat(Budget.PATH_STEPS_MAX + 1), "eq.1"))
                .isEqualTo("more than 64 arrows in one field");
        assertThat(details("order", "j" + "->0".repeat(DEEP)))
                .isEqualTo("more than 64 arrows in one field");
    }

    @Test
    void terms_are_bounded() {
        parse("select", "a,".repeat(Budget.TERMS_MAX - 1) + "a");
        var refused = "more than 4000 terms in one request";
        assertThat(details("select", "a,".repeat(DEEP) + "a")).isEqualTo(refused);
        assertThat(details("select", "*,".repeat(DEEP) + "*")).isEqualTo(refused);
        assertThat(details("select", "count(),".repeat(DEEP) + "a")).isEqualTo(refused);
        assertThat(details("order", "a,".repeat(DEEP) + "a")).isEqualTo(refused);
        assertThat(details("columns", "a,".repeat(DEEP) + "a")).isEqualTo(refused);
        assertThat(details("or", "(" + "a.eq.1,".repeat(DEEP) + "a.eq.1)")).isEqualTo(refused);
    }

    @Test
    void names_are_bounded_and_values_are_not() {
        String longest = "n".repeat(Budget.NAME_CHARS_MAX);
        parse(longest, "eq." + "v".repeat(1_000_000));
        parse("a", "in.(" + "v,".repeat(DEEP) + "v)");
        var refused = "a name longer than 1024 characters";
        assertThat(details(longest + "n", "eq.1")).isEqualTo(refused);
        assertThat(details("\"" + longest + "n\"", "eq.1")).isEqualTo(refused);
        assertThat(details("select", "a::" + longest + "n")).isEqualTo(refused);
        assertThat(details("select", longest + "n(*)")).isEqualTo(refused);
    }

    @Test
    void quotes_and_braces_that_never_close_cost_little() {
        parse("a", "in.(" + "\"a\"b,".repeat(DEEP) + "c)");
        parse("a", "in.(" + "\"a(\"b ".repeat(DEEP) + "c)");
        parse("or", "(" + "a.eq.{,".repeat(2_000) + "b.eq.})");
        parse("or", "(" + "a.eq.{\"x,".repeat(2_000) + "b.eq.})");
    }

    private static String nested(String open, String inside, String close, int depth) {
        return open.repeat(depth) + inside + close.repeat(depth);
    }

    private static String details(String name, String value) {
        return GrammarCase.failure(() -> parse(name, value)).details();
    }

    private static void parse(String name, String value) {
        QueryGrammar.parse(List.of(new RawParam(name, value)), false);
    }
}
