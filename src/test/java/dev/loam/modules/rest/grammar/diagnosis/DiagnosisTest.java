package dev.loam.modules.rest.grammar.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.loam.modules.rest.grammar.diagnosis.Diagnosis.Language;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
    /// Place, from 0, and words.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SELECT    | n.summ()     | 5 | unexpected "m" expecting "()"
        SELECT    | a.b          | 2 | unexpected "b" expecting "sum", "avg", "count", "max" or \
        "min"
        SELECT    | a.ab         | 2 | unexpected "b" expecting "avg"
        SELECT    | c(a,b        | 5 | unexpected end of input expecting "," or ")"
        SELECT    | c(           | 2 | unexpected end of input expecting "...", field name (* \
        or [a..z0..9_$]), "*", "count()" or ")"
        SELECT    | j->]>a       | 4 | unexpected '>' expecting "-", "->>", "->", "::", ".", \
        ")", "," or end of input
        SELECT    | j->>-78xy    | 7 | unexpected 'x' expecting digit, "->", "::", ".", "," or \
        end of input
        FILTER    | ino.(1)      | 2 | unexpected "o" expecting operator (eq, gt, ...)
        FILTER    | is.nulx      | 6 | unexpected "x" expecting isVal: (null, not_null, true, \
        false, unknown)
        FILTER    | counts.1     | 0 | unexpected "c" expecting "not" or operator (eq, gt, ...)
        FILTER    | fts(a-b).c   | 5 | unexpected "-" expecting operator (eq, gt, ...)
        TREE      | or(a.not.i)  | 9 | unexpected ")" expecting operator (eq, gt, ...)
        TREE      | or(ord(a.eq.1)) | 5 | unexpected "d" expecting "("
        TREE      | or(a.eq.1,not.xor(b.eq.1)) | 14 | unexpected "x" expecting logic operator \
        (and, or)
        TREE_PATH | a.           | 2 | unexpected end of input expecting field name (* or \
        [a..z0..9_$])
        ORDER     | a.ac         | 2 | unexpected "c" expecting "asc", "desc", "nullsfirst" or \
        "nullslast"
        ORDER     | a.descc      | 6 | unexpected 'c' expecting delimiter (.), "," or end of input
        ORDER     | c(a,b)       | 1 | unexpected '(' expecting letter, digit, "-", "->>", \
        "->", delimiter (.), "," or end of input
        NAMES     | a,           | 2 | unexpected end of input expecting field name (* or \
        [a..z0..9_$])
        """)
    void what_could_have_stood_is_told(Language language, String text, int at, String details) {
        assertThat(Diagnosis.orNull(language, text)).isEqualTo(new Diagnosis(at, details));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT    | a,b:c->d::int.sum()::text,...e!f!inner(*,count()),g:h()
        SELECT    | ...x:e(a)
        SELECT    | a)b
        FILTER    | not.eq(any).{1,2}
        FILTER    | count.gte.2
        FILTER    | in.(1,"2,3")4
        TREE      | not.or(a.eq.1,not.and(b.in.(1,2),c->d.is.NULL),e.count.eq.1)
        TREE_PATH | a.b.c->>d
        ORDER     | a.desc.nullslast,b(c->d).asc
        NAMES     | "a b",c
        """)
    void what_can_be_read_is_not_blamed(Language language, String text) {
        assertThat(Diagnosis.orNull(language, text)).isNull();
    }

    @Test
    void places_count_characters_not_their_halves() {
        assertThat(Diagnosis.orNull(Language.SELECT, "𝒜,@"))
                .extracting(Diagnosis::at).isEqualTo(2);
    }

    @Test
    void control_characters_and_others_are_shown_as_escapes() {
        assertThat(Diagnosis.orNull(Language.ORDER, "\u0001").details())
                .startsWith("unexpected \"\\SOH\"");
        assertThat(Diagnosis.orNull(Language.ORDER, "€").details())
                .startsWith("unexpected \"\\8364\"");
        assertThat(Diagnosis.orNull(Language.ORDER, "a'").details())
                .startsWith("unexpected '\\''");
    }

    @Test
    void large_and_deep_texts_are_left_alone() {
        assertThat(Diagnosis.orNull(Language.SELECT, "a,".repeat(5_000))).isNull();
        assertThat(Diagnosis.orNull(Language.SELECT, "a(".repeat(65))).isNull();
        assertThat(Diagnosis.orNull(Language.SELECT, "a(".repeat(64))).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void any_text_is_read_to_some_end(Language language) {
        var random = new Random(42);
        String pieces = "abn.,()!:*-> \t\"\\{}'é0count()noteqinisandorasc.";
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                int from = random.nextInt(pieces.length());
                text.append(pieces, from, Math.min(pieces.length(), from + 1 + random.nextInt(4)));
            }
            assertThatCode(() -> Diagnosis.orNull(language, text.toString()))
                    .as(text.toString()).doesNotThrowAnyException();
        }
    }
}
