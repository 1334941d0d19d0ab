package dev.loam.kernel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.module.Trail;
import dev.loam.ports.telemetry.TraceContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementSpansTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SELECT 1 | SELECT", "select 1 | SELECT", "'\n  update a set b = ?' | UPDATE",
        "WITH w AS (INSERT INTO a VALUES (?)) SELECT | INSERT",
        "WITH w AS (DELETE FROM a) SELECT | DELETE", "WITH w AS (SELECT 1) SELECT | SELECT",
        "with | SELECT", "EXPLAIN (FORMAT JSON) SELECT 1 | EXPLAIN", "'' | STATEMENT",
        "(select 1) | STATEMENT"})
    void a_statement_is_named_by_what_it_does(String text, String verb) {
        assertThat(StatementSpans.verb(text)).isEqualTo(verb);
    }

    @Test
    void a_remark_cannot_end_a_comment_or_be_a_placeholder() {
        Trail trail = Trail.plain();
        trail.names("*/; drop table a; -- ? ' ü", "rest");
        trail.in(new TraceContext(1, 2, 3, 0, true, null));

        assertThat(Remark.of(trail, 4)).isEqualTo("application='loam',request_id='"
                + "%2A%2F%3B%20drop%20table%20a%3B%20--%20%3F%20%27%20%C3%BC',route='rest',"
                + "traceparent='00-00000000000000010000000000000002-0000000000000004-01'");
    }
}
