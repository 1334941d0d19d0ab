package dev.loam.modules.rest.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.query.Asked;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class QueryGrammarTest {
    @TestFactory
    Stream<DynamicTest> parameters_go_where_their_names_say() {
        return GrammarCase.understood("""
                select=a,c(b) ⇒ select ‹a›, ‹c› (‹b›)
                select= ⇒ select *
                a=eq.1 ⇒ select * where ‹a› = '1'
                a=eq.1&b=gt.2 ⇒ select * where ‹a› = '1' ; ‹b› > '2'
                n=gt.1&n=lt.5 ⇒ select * where ‹n› > '1' ; ‹n› < '5'
                a ⇒ select *
                order=a.desc ⇒ select * order ‹a› desc
                c.order=a ⇒ select * order ‹c›: ‹a›
                c.d.order=a&order=b ⇒ select * order ‹c›.‹d›: ‹a› ; ‹b›
                "c d".order=a ⇒ select * order ‹c d›: ‹a›
                "c.d".order=a ⇒ select * order ‹c.d›: ‹a›
                limit=1 ⇒ select * slice 0+1
                offset=2 ⇒ select * slice 2+null
                limit=1&offset=2 ⇒ select * slice 2+1
                offset=2&limit=1 ⇒ select * slice 2+1
                limit=0 ⇒ select * slice 0+0
                limit=-0 ⇒ select * slice 0+0
                limit=+1+ ⇒ select * slice 0+1
                limit= ⇒ select *
                limit=++ ⇒ select *
                offset= ⇒ select *
                limit=9223372036854775807 ⇒ select * slice 0+9223372036854775807
                c.limit=1 ⇒ select * slice ‹c›: 0+1
                c.offset=2&c.limit=1&limit=5 ⇒ select * slice ‹c›: 2+1 ; 0+5
                c.d.offset=2 ⇒ select * slice ‹c›.‹d›: 2+null
                and=(a.eq.1,b.eq.2) ⇒ select * where and(‹a› = '1', ‹b› = '2')
                or=(a.eq.1) ⇒ select * where or(‹a› = '1')
                not.and=(a.eq.1) ⇒ select * where not and(‹a› = '1')
                not.or=(a.eq.1) ⇒ select * where not or(‹a› = '1')
                c.or=(a.eq.1) ⇒ select * where ‹c›: or(‹a› = '1')
                c.and=(a.eq.1) ⇒ select * where ‹c›: and(‹a› = '1')
                c.not.or=(a.eq.1) ⇒ select * where ‹c›: not or(‹a› = '1')
                c.d.not.and=(a.eq.1) ⇒ select * where ‹c›.‹d›: not and(‹a› = '1')
                or=(a.eq.1)&or=(b.eq.1)&a=eq.3 ⇒ \
                select * where or(‹a› = '1') ; or(‹b› = '1') ; ‹a› = '3'
                c.a=eq.1&select=*,c(*) ⇒ select *, ‹c› (*) where ‹c›: ‹a› = '1'
                select=a&select=b ⇒ select ‹a›
                order=a&order=b ⇒ select * order ‹a›
                c.order=a&c.order=b ⇒ select * order ‹c›: ‹a›
                limit=1&limit=2 ⇒ select * slice 0+2
                offset=1&offset=2&limit=3 ⇒ select * slice 2+3
                columns=id ⇒ select * columns [id]
                columns="id","a,b" ⇒ select * columns [id, a,b]
                columns=+id+,+a ⇒ select * columns [id, a]
                on_conflict=id,a ⇒ select * conflict [id, a]
                on_conflict="id" ⇒ select * conflict [id]
                columns=a&columns=b&on_conflict=a&on_conflict=b ⇒ \
                select * columns [a] conflict [a]
                c.columns=eq.id ⇒ select * where ‹c›: ‹columns› = 'id'
                c.select=eq.id ⇒ select * where ‹c›: ‹select› = 'id'
                limit.x=eq.1 ⇒ select * where ‹limit›: ‹x› = '1'
                or.not=eq.1 ⇒ select * where ‹or›: ‹not› = '1'
                Order=eq.1 ⇒ select * where ‹Order› = '1'
                reorder=eq.1 ⇒ select * where ‹reorder› = '1'
                %22limit%22=eq.1 ⇒ select * where ‹limit› = '1'
                a=eq.x%26y%3Dz ⇒ select * where ‹a› = 'x&y=z'
                select=a%2Cb ⇒ select ‹a›, ‹b›
                """, QueryGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> bad_parameters_are_refused() {
        return GrammarCase.understood("""
                limit=a ⇒ failed to parse limit parameter (a) 1: unexpected "a" expecting integer
                limit=NaN ⇒ failed to parse limit parameter (NaN) 1: unexpected "N" expecting \
                integer
                limit=1.5 ⇒ failed to parse limit parameter (1.5) 2: unexpected '.' expecting \
                digit or end of input
                limit=1e3 ⇒ failed to parse limit parameter (1e3) 2: unexpected 'e' expecting \
                digit or end of input
                limit=0x10 ⇒ failed to parse limit parameter (0x10) 2: unexpected 'x' expecting \
                digit or end of input
                limit=-a ⇒ failed to parse limit parameter (-a) 2: unexpected "a" expecting digit
                offset=(1) ⇒ failed to parse offset parameter ((1)) 1: unexpected "(" expecting \
                integer
                c.limit=a ⇒ failed to parse limit parameter (a) 1: unexpected "a" expecting \
                integer
                offset=9223372036854775808 ⇒ failed to parse offset parameter \
                (9223372036854775808) 1: the number is out of range for bigint
                order= ⇒ failed to parse order () 1: unexpected end of input expecting \
                field name (* or [a..z0..9_$])
                .limit=1 ⇒ failed to parse tree path (.limit) 1: unexpected "." expecting \
                field name (* or [a..z0..9_$])
                c..order=a ⇒ failed to parse tree path (c..order) 3: unexpected "." expecting \
                field name (* or [a..z0..9_$])
                .not.and=(a.eq.1) ⇒ failed to parse tree path (.not.and) 1: unexpected "." \
                expecting field name (* or [a..z0..9_$])
                a->b.limit=1 ⇒ failed to parse tree path (a->b.limit) 2: unexpected '-' expecting \
                letter, digit, "-", "->>", "->", delimiter (.) or end of input
                or.not=(a.eq.1) ⇒ failed to parse filter ((a.eq.1)) 1: unexpected "(" expecting \
                "not" or operator (eq, gt, ...)
                select.x=1 ⇒ failed to parse filter (1) 1: unexpected "1" expecting \
                "not" or operator (eq, gt, ...)
                columns= ⇒ failed to parse columns parameter () 1: unexpected end of input \
                expecting field name (* or [a..z0..9_$])
                columns=id, ⇒ failed to parse columns parameter (id,) 4: unexpected end of input \
                expecting field name (* or [a..z0..9_$])
                columns=* ⇒ failed to parse columns parameter (*) 1: unexpected "*" expecting \
                field name (* or [a..z0..9_$])
                columns=j->k ⇒ failed to parse columns parameter (j->k) 2: unexpected '-' \
                expecting letter, digit, "-", "," or end of input
                on_conflict=; ⇒ failed to parse on_conflict parameter (;) 1: unexpected ";" \
                expecting field name (* or [a..z0..9_$])
                on_conflict=id;x ⇒ failed to parse on_conflict parameter (id;x) 3: unexpected ';' \
                expecting letter, digit, "-", "," or end of input
                = ⇒ failed to parse tree path () 1: unexpected end of input expecting \
                field name (* or [a..z0..9_$])
                """, raw -> {
                    var failure = GrammarCase.failure(() -> parsed(raw, false));
                    assertThat(failure.code()).isEqualTo("PGRST100");
                    assertThat(failure.hint()).isNull();
                    return failure.message().replace("\" (line 1, column ", " ")
                            .replaceAll("\\)$", "").substring(1) + ": " + failure.details();
                });
    }

    @Test
    void negative_limits_are_no_range_and_negative_offsets_none() {
        for (String raw : List.of("limit=-1", "limit=-99999999999999999999")) {
            var failure = GrammarCase.failure(() -> parsed(raw, false));
            assertThat(failure.code()).isEqualTo("PGRST103");
            assertThat(failure.status()).isEqualTo(416);
            assertThat(failure.message()).isEqualTo("Requested range not satisfiable");
            assertThat(failure.details())
                    .isEqualTo("Limit should be greater than or equal to zero.");
        }
        assertThat(parsed("offset=-1", false).shape().slices().getFirst().what().offset())
                .isZero();
    }

    @TestFactory
    Stream<DynamicTest> parameters_of_functions_are_arguments_and_perhaps_filters() {
        return GrammarCase.understood("""
                ⇒ select * values {} filters
                x=1 ⇒ select * values {x=[1]} filters
                x=1&y=2 ⇒ select * values {x=[1], y=[2]} filters
                v=1&v=2&v=3 ⇒ select * values {v=[1, 2, 3]} filters
                arr={1,2} ⇒ select * values {arr=[{1,2}]} filters
                x= ⇒ select * values {x=[]} filters
                x=1&id=eq.1 ⇒ select * values {x=[1]} filters id[eq.1] -> ‹id› = '1'
                id=gt.1&id=lt.5 ⇒ \
                select * values {} filters id[gt.1, lt.5] -> and(‹id› > '1', ‹id› < '5')
                id=gt.1&id=5 ⇒ select * values {id=[5]} filters id[gt.1] -> ‹id› > '1'
                "x"=1&x=2 ⇒ select * values {x=[1, 2]} filters
                a+b=1 ⇒ select * values {a b=[1]} filters
                ;=3 ⇒ select * values {;=[3]} filters
                a,b=eq.3 ⇒ select * values {a,b=[eq.3]} filters
                j->>k=eq.v ⇒ select * values {} filters j->>k[eq.v] -> ‹j›->>'k' = 'v'
                j->>k=v ⇒ select * values {j->>k=[v]} filters
                c.id=eq.1 ⇒ select * values {} filters c.id[eq.1] -> ‹c›: ‹id› = '1'
                or=(id.eq.1)&x=1 ⇒ select * where or(‹id› = '1') values {x=[1]} filters
                x=1&select=id&order=id&limit=1&c.limit=2 ⇒ \
                select ‹id› order ‹id› slice 0+1 ; ‹c›: 0+2 values {x=[1]} filters
                """, raw -> {
                    var query = parsed(raw, true);
                    return shown(query) + " values " + named(query);
                });
    }

    @Test
    void plain_parameters_are_kept_in_their_order() {
        var query = parsed("b=eq.1&select=a&a=eq.2&b=eq.3&or=(a.eq.1)", false);
        assertThat(query.plain()).containsExactly(
                new RawParam("b", "eq.1"), new RawParam("a", "eq.2"), new RawParam("b", "eq.3"));
        assertThat(query.arguments()).isNull();
    }

    @Test
    void an_empty_query_asks_for_everything() {
        var query = QueryGrammar.parse(List.of(), false);
        assertThat(query.shape()).isEqualTo(Asked.Shape.ALL);
        assertThat(query.columns()).isNull();
        assertThat(query.onConflict()).isNull();
        assertThat(query.canonical()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> the_canonical_query_is_sorted_and_coded() {
        return GrammarCase.understood("""
                select=id&b=eq.y&a=eq.x ⇒ a=eq.x&b=eq.y&select=id
                n=gt.2&n=lt.1 ⇒ n=gt.2,lt.1
                select=id,a ⇒ select=id%2Ca
                a=eq.a~b_c-d.e!f'g(h)*i ⇒ a=eq.a~b_c-d.e%21f%27g%28h%29%2Ai
                a=eq.a+b ⇒ a=eq.a%20b
                a=eq.%c3%bc€ ⇒ a=eq.%C3%BC%E2%82%AC
                a=eq.% ⇒ a=eq.%25
                &&a=eq.1&b ⇒ a=eq.1
                j->>k=eq.1 ⇒ j-%3E%3Ek=eq.1
                """, raw -> parsed(raw, false).canonical());
    }

    private static ParsedQuery parsed(String raw, boolean function) {
        return QueryGrammar.parse(RawQuery.parse(new String(
                raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)), function);
    }

    private static String shown(String raw) {
        return shown(parsed(raw, false));
    }

    private static String shown(ParsedQuery query) {
        var shape = query.shape();
        return "select " + Notation.select(shape.select())
                + part(" where ", Notation.conditions(shape.filters()))
                + part(" order ", Notation.orders(shape.orders()))
                + part(" slice ", Notation.slices(shape.slices()))
                + (query.columns() == null ? "" : " columns " + query.columns())
                + (query.onConflict() == null ? "" : " conflict " + query.onConflict());
    }

    private static String named(ParsedQuery query) {
        var named = query.arguments();
        return (named.values() + " filters " + named.filters().entrySet().stream()
                .map(entry -> entry.getKey() + named.filterTexts().get(entry.getKey()) + " -> "
                        + Notation.conditions(List.of(entry.getValue())))
                .collect(Collectors.joining(" ; "))).strip();
    }

    private static String part(String word, String text) {
        return text.isEmpty() ? "" : word + text;
    }
}
