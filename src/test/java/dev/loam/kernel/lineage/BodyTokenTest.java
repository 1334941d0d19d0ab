package dev.loam.kernel.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTokenTest {
    // w a word, q a quoted name, s a text, n a number, o an operator, x anything else.
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select A.b! w:select w:a x:. w:b
            "A.b"."c""d"! q:A.b x:. q:c"d
            'it''s' E'a\\'b\\n'! s:it'sa'b|
            x -- now()! w:x
            x /* now() /* a */ b */ y! w:x w:y
            $$ now() $$! s: now()\\u0020
            $a$ $$ $a$ y! s: $$\\u0020 w:y
            $1 + $2! x:$1 o:+ x:$2
            a->>'b'! w:a o:->> s:b
            a- -b! w:a o:- o:- w:b
            a*/*b*/c! w:a o:* w:c
            a+--b! w:a o:+
            1.5e3 .5 1..2! n:1.5e3 n:.5 n:1 x:. x:. n:2
            a::json[1:2]! w:a x::: w:json x:[ n:1 x:: n:2 x:]
            x := 1! w:x x::= n:1
            ÄBc a$b! w:Äbc w:a$b
            N'x' e! s:x w:e
            """)
    void texts_are_cut_as_postgresql_does(String text, String expected) {
        String cut = BodyToken.of(text).stream()
                .map(token -> "wqsnox".charAt(token.kind().ordinal()) + ":"
                        + token.text().replace("\n", "|"))
                .collect(Collectors.joining(" "));
        assertThat(cut).isEqualTo(expected.replace("\\u0020", " "));
    }

    @Test
    void texts_one_after_another_are_one() {
        assertThat(BodyToken.of("'a'\n'b'")).hasSize(1);
        assertThat(BodyToken.of("'a'\n'b'").getFirst().text()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a", "\"a", "/* a", "/* /* */", "$$ a", "$a$ b $b$", "U&'\\0061'",
            "u&\"a\"", "E'\\x61'", "E'\\u0061'", "e'\\141'", "'a''"})
    void what_is_open_or_in_disguise_is_refused(String text) {
        assertThatThrownBy(() -> BodyToken.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
