package dev.loam.modules.rest.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RawQueryTest {
    @TestFactory
    Stream<DynamicTest> parameters_are_split_and_decoded() {
        return GrammarCase.understood("""
                a=1 ⇒ [a][1]
                a=1&b=2 ⇒ [a][1] [b][2]
                b=2&a=1&b=3 ⇒ [b][2] [a][1] [b][3]
                &&a=1&& ⇒ [a][1]
                & ⇒
                a ⇒
                a&b=1&c ⇒ [b][1]
                a= ⇒ [a][]
                = ⇒ [][]
                =x ⇒ [][x]
                a=x=y ⇒ [a][x=y]
                a=x;b=y ⇒ [a][x;b=y]
                a%3Db=1 ⇒ [a=b][1]
                a%3D1 ⇒
                a=x%26b ⇒ [a][x&b]
                a=x+y ⇒ [a][x y]
                a=x%2By ⇒ [a][x+y]
                a=x%20y ⇒ [a][x y]
                a+b=1 ⇒ [a b][1]
                %61=%78 ⇒ [a][x]
                a=%e2%82%AC ⇒ [a][€]
                a=%F0%9F%90%98 ⇒ [a][🐘]
                a=€ ⇒ [a][€]
                a=é%C3%A9 ⇒ [a][éé]
                a=% ⇒ [a][%]
                a=%4 ⇒ [a][%4]
                a=%zz ⇒ [a][%zz]
                a=%%41 ⇒ [a][%A]
                a=%4g%41 ⇒ [a][%4gA]
                a=100%&b=%25 ⇒ [a][100%] [b][%]
                a=%2541 ⇒ [a][%41]
                a=%7F%01 ⇒ [a][\u007f\u0001]
                """, RawQueryTest::shown);
    }

    @Test
    void nothing_has_no_parameters() {
        assertThat(RawQuery.parse(null)).isEmpty();
        assertThat(RawQuery.parse("")).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> what_is_no_text_is_refused() {
        return GrammarCase.table("""
                a=%FF ⇒ 1: unexpected bytes expecting UTF-8
                b=1&a=%C3 ⇒ 7: unexpected bytes expecting UTF-8
                %C3%28=1 ⇒ 1: unexpected bytes expecting UTF-8
                a=%ED%A0%80 ⇒ 3: unexpected bytes expecting UTF-8
                a=%C0%80 ⇒ 3: unexpected bytes expecting UTF-8
                a=%F4%90%80%80 ⇒ 3: unexpected bytes expecting UTF-8
                a=%E2%82 ⇒ 3: unexpected bytes expecting UTF-8
                a=x%00y ⇒ 4: unexpected "\\NUL" expecting text without NUL
                a%00=x ⇒ 2: unexpected "\\NUL" expecting text without NUL
                """).stream().map(row -> DynamicTest.dynamicTest(row.text(), () -> {
                    var failure = GrammarCase.failure(() -> RawQuery.parse(row.text()));
                    var place = row.outcome().split(": ", 2);
                    assertThat(failure.code()).isEqualTo("PGRST100");
                    assertThat(failure.status()).isEqualTo(400);
                    assertThat(failure.details()).isEqualTo(place[1]);
                    assertThat(failure.message()).startsWith("\"failed to parse query string (");
                }));
    }

    @Test
    void raw_bytes_that_are_no_text_are_refused_and_shown_as_codes() {
        var failure = GrammarCase.failure(() -> RawQuery.parse("a=\u00ff"));
        assertThat(failure.message())
                .isEqualTo("\"failed to parse query string (a=%FF)\" (line 1, column 3)");
    }

    @Test
    void a_raw_nul_is_refused() {
        var failure = GrammarCase.failure(() -> RawQuery.parse("a=\u0000"));
        assertThat(failure.message())
                .isEqualTo("\"failed to parse query string (a=%00)\" (line 1, column 3)");
    }

    @Test
    void parameters_without_end_are_refused() {
        var failure = GrammarCase.failure(
                () -> RawQuery.parse("a=&".repeat(Budget.TERMS_MAX + 1)));
        assertThat(failure.details()).isEqualTo("more than 4000 parameters");
    }

    private static String shown(String raw) {
        var bytes = new String(raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return RawQuery.parse(bytes).stream()
                .map(param -> "[" + param.name() + "][" + param.value() + "]")
                .collect(Collectors.joining(" "));
    }
}
