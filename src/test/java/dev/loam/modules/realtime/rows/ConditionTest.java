package dev.loam.modules.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.realtime.rows.FilterParser.Malformed;
import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private static final int INET = 869;

    private static TableColumn column(int type) {
        return new TableColumn("c", type, "t", false, true, false, true);
    }

    private static Condition condition(int type, String filter) throws Malformed {
        return Condition.of(FilterParser.parse("c=" + filter).getFirst(), column(type));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            23 | eq.7 | 7 | YES
            23 | eq.07 | 7 | YES
            23 | gt.9 | 10 | YES
            23 | gt.10 | 9 | NO
            23 | lte.10 | 10 | YES
            23 | not.lte.10 | 10 | NO
            23 | in.(1,2) | 2 | YES
            23 | not.in.(1,2) | 3 | YES
            23 | in.() | 3 | NO
            20 | eq.9007199254740993 | 9007199254740992 | NO
            1700 | eq.1.50 | 1.5 | YES
            1700 | eq.1e2 | 100 | YES
            1700 | lt.1.5 | NaN | ASK
            701 | eq.-0 | 0 | YES
            701 | gt.1e3 | Infinity | ASK
            16 | eq.true | t | YES
            16 | neq.t | t | NO
            16 | is.true | t | YES
            16 | is.false | t | NO
            16 | not.is.true | f | YES
            25 | eq.a | a | YES
            25 | eq.a | A | NO
            25 | neq.a | b | YES
            25 | gt.a | b | ASK
            25 | like.a% | ab | ASK
            25 | match.^a | ab | ASK
            1043 | in.(a,b) | b | YES
            2950|eq.00000000-0000-4000-8000-00000000000A|00000000-0000-4000-8000-00000000000a|YES
            2950|eq.{00000000-0000-4000-8000-00000000000a}|00000000-0000-4000-8000-00000000000a|ASK
            1082 | gt.2026-01-31 | 2026-02-01 | YES
            1082 | gt.2026-01-31 | infinity | ASK
            1114 | eq.2026-01-31T10:00:00 | 2026-01-31 10:00:00 | YES
            1114 | lt.2026-01-31T10:00:00.5 | 2026-01-31 10:00:00.25 | YES
            1184 | eq.2026-01-31T10:00:00Z | 2026-01-31 11:00:00+01 | YES
            1184 | eq.2026-01-31T10:00:00Z | 2026-01-31 15:30:00+05:30 | YES
            1184 | gt.2026-01-31 | 2026-01-31 11:00:00+01 | ASK
            869 | eq.10.0.0.1 | 10.0.0.1 | ASK
            25 | isdistinct.a | b | YES
            25 | not.isdistinct.a | a | YES
            """)
    void a_value_is_compared_as_its_type_is(int type, String filter, String cell, Answer answer)
            throws Malformed {
        assertThat(condition(type, filter).says(cell)).isEqualTo(answer);
    }

    @Test
    void where_a_value_is_missing_only_some_filters_mean_the_row() throws Malformed {
        for (var filter : new String[] {"eq.1", "not.eq.1", "in.(1)", "like.1", "not.is.null",
            "is.true", "not.isdistinct.1"}) {
            assertThat(condition(Types.INT4, filter).says(null)).as(filter).isEqualTo(Answer.NO);
        }
        for (var filter : new String[] {"is.null", "is.unknown", "isdistinct.1", "not.is.true",
            "not.is.not_null"}) {
            assertThat(condition(Types.INT4, filter).says(null)).as(filter).isEqualTo(Answer.YES);
        }
    }

    @Test
    void what_is_not_understood_here_is_asked() throws Malformed {
        assertThat(condition(Types.INT4, "eq.x").asks()).isTrue();
        assertThat(condition(INET, "eq.10.0.0.1").asks()).isTrue();
        assertThat(condition(Types.INT4, "eq.1").asks()).isFalse();
        assertThat(condition(Types.BOOL, "is.null").asks()).isFalse();
    }

    @Test
    void texts_that_may_be_equal_without_being_the_same_are_asked() throws Malformed {
        var column = new TableColumn("c", Types.TEXT, "text", false, true, false, false);
        assertThat(Condition.of(FilterParser.parse("c=eq.a").getFirst(), column).asks()).isTrue();
    }
}
