package dev.loam.kernel.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTextTest {
    // `f()` gives a document; what of it is looked at.
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select f() ->> 'a'! a
            select f() -> 'a' ->> 'b'! a
            select s.f() ->> 'a'! a
            select ((f())::jsonb ->> 'a')::uuid! a
            select nullif(f(), '')::json ->> 'a'! a
            select coalesce(x, nullif(f(), '')::jsonb)::json ->> 'a'! a
            select coalesce(f(), '{}')::json ->> 'a'! a
            select coalesce(f(), '{}'::jsonb, 'null')::pg_catalog.json ->> 'a'! a
            select (select f()) ->> 'a'! a
            select x = f() ->> 'a'! a
            select x from t where y and not f() ->> 'a' = z! a
            select f()! yielded
            select f();! yielded
            select (nullif(f(), '')::jsonb)! yielded
            select coalesce(f(), x) ->> 'a'! whole
            select coalesce(f(), '{"a":1}')::json ->> 'a'! whole
            select nullif(f(), '{"a":1}')::json ->> 'a'! whole
            select g(f()) ->> 'a'! whole
            select "g"(f()) ->> 'a'! whole
            select f() ->> x! whole
            select f() #>> '{a}'! whole
            select x || f() ->> 'a'! whole
            select x - f() ->> 'a'! whole
            select f()::t ->> 'a'! whole
            select f()::json[] ->> 'a'! whole
            select f()::varchar(3)::json ->> 'a'! whole
            select f() x! whole
            select f() from t! whole
            select f(); select 1! whole
            with c as (select f() as x) select x ->> 'a' from c! whole
            select f! whole
            select f(! whole
            """)
    void what_is_looked_at_is_found(String body, String expected) {
        assertThat(look(body, false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            begin return f(); end! yielded
            begin return (select f())::jsonb; end;! yielded
            begin return f() ->> 'a'; end! a
            begin x := f() ->> 'a'; return x; end! a
            begin if f() is null then return 1; end if; end! whole
            begin return f(); return 1; end! whole
            declare x int; begin return f(); end! whole
            """)
    void so_it_is_in_procedures(String body, String expected) {
        assertThat(look(body, true)).isEqualTo(expected);
    }

    private static String look(String body, boolean procedural) {
        List<BodyToken> tokens = BodyToken.of(body);
        int name = 0;
        while (!tokens.get(name).isWord("f")) {
            name++;
        }
        Uses.Look look = new ClaimsText(tokens, procedural).look(name);
        return look.yielded() ? "yielded" : look.isWhole() ? "whole" : look.member();
    }
}
