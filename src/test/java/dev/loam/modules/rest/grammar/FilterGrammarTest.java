package dev.loam.modules.rest.grammar;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FilterGrammarTest {
    @TestFactory
    Stream<DynamicTest> operators_are_understood() {
        return GrammarCase.understood("""
                a=eq.x ⇒ ‹a› = 'x'
                a=neq.x ⇒ ‹a› <> 'x'
                a=gt.1 ⇒ ‹a› > '1'
                a=gte.1 ⇒ ‹a› >= '1'
                a=lt.1 ⇒ ‹a› < '1'
                a=lte.1 ⇒ ‹a› <= '1'
                a=like.x ⇒ ‹a› like 'x'
                a=like.*x* ⇒ ‹a› like '%x%'
                a=like.a%b*c\\* ⇒ ‹a› like 'a%b%c\\%'
                a=ilike.*x ⇒ ‹a› ilike '%x'
                a=match.^x* ⇒ ‹a› ~ '^x*'
                a=imatch.^x*$ ⇒ ‹a› ~* '^x*$'
                a=eq.*x* ⇒ ‹a› = '*x*'
                a=cs.{1,2} ⇒ ‹a› @> '{1,2}'
                a=cd.{1,"2"} ⇒ ‹a› <@ '{1,"2"}'
                a=ov.[2017-01-01,2017-06-30] ⇒ ‹a› && '[2017-01-01,2017-06-30]'
                a=sl.(1,10) ⇒ ‹a› << '(1,10)'
                a=sr.(1,10) ⇒ ‹a› >> '(1,10)'
                a=nxr.(1,10) ⇒ ‹a› &< '(1,10)'
                a=nxl.(1,10) ⇒ ‹a› &> '(1,10)'
                a=adj.(1,10) ⇒ ‹a› -|- '(1,10)'
                a=isdistinct.x ⇒ ‹a› distinct 'x'
                a=isdistinct.null ⇒ ‹a› distinct 'null'
                a=not.eq.x ⇒ not ‹a› = 'x'
                a=not.isdistinct.x ⇒ not ‹a› distinct 'x'
                a=not.like.*x ⇒ not ‹a› like '%x'
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> values_are_taken_as_they_are() {
        return GrammarCase.understood("""
                a=eq. ⇒ ‹a› = ''
                a=eq.␠x␠ ⇒ ‹a› = ' x '
                a=eq."x" ⇒ ‹a› = '"x"'
                a=eq.x"y ⇒ ‹a› = 'x"y'
                a=eq.a,b ⇒ ‹a› = 'a,b'
                a=eq.a.b.c ⇒ ‹a› = 'a.b.c'
                a=eq.a=b ⇒ ‹a› = 'a=b'
                a=eq.(a) ⇒ ‹a› = '(a)'
                a=eq.'; drop table x;-- ⇒ ‹a› = ''; drop table x;--'
                a=eq.a\\b ⇒ ‹a› = 'a\\b'
                a=eq.ü🐘 ⇒ ‹a› = 'ü🐘'
                a=eq.a⏎b ⇒ ‹a› = 'a⏎b'
                a=eq.not.eq.x ⇒ ‹a› = 'not.eq.x'
                a=eq.null ⇒ ‹a› = 'null'
                a=gt.2017-01-01T00:00:00+01:00 ⇒ ‹a› > '2017-01-01T00:00:00+01:00'
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> quantifiers_are_understood() {
        return GrammarCase.understood("""
                a=eq(any).{x,y} ⇒ ‹a› = any '{x,y}'
                a=eq(all).{x,y} ⇒ ‹a› = all '{x,y}'
                a=gt(any).{1} ⇒ ‹a› > any '{1}'
                a=gte(all).{1} ⇒ ‹a› >= all '{1}'
                a=lt(any).{1} ⇒ ‹a› < any '{1}'
                a=lte(all).{1} ⇒ ‹a› <= all '{1}'
                last_name=like(any).{O*,P*} ⇒ ‹last_name› like any '{O%,P%}'
                a=ilike(all).{O*,*n} ⇒ ‹a› ilike all '{O%,%n}'
                a=match(any).{^O,n$} ⇒ ‹a› ~ any '{^O,n$}'
                a=imatch(all).{^O*} ⇒ ‹a› ~* all '{^O*}'
                a=not.like(any).{x*} ⇒ not ‹a› like any '{x%}'
                a=eq(any).x ⇒ ‹a› = any 'x'
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> truths_are_understood_in_any_case() {
        return GrammarCase.understood("""
                a=is.null ⇒ ‹a› is null
                a=is.NULL ⇒ ‹a› is null
                a=is.NuLl ⇒ ‹a› is null
                a=is.true ⇒ ‹a› is true
                a=is.True ⇒ ‹a› is true
                a=is.FALSE ⇒ ‹a› is false
                a=is.unknown ⇒ ‹a› is unknown
                a=is.not_null ⇒ ‹a› is not_null
                a=is.NOT_NULL ⇒ ‹a› is not_null
                a=not.is.null ⇒ not ‹a› is null
                a=not.is.not_null ⇒ not ‹a› is not_null
                a=is.null␠ ⇒ ‹a› is null
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> lists_are_understood() {
        return GrammarCase.understood("""
                a=in.(a,b) ⇒ ‹a› in ['a','b']
                a=in.(1) ⇒ ‹a› in ['1']
                a=in.() ⇒ ‹a› in []
                a=in.( ) ⇒ ‹a› in []
                a=in.("") ⇒ ‹a› in ['']
                a=in.(,) ⇒ ‹a› in ['','']
                a=in.(a,) ⇒ ‹a› in ['a','']
                a=in.( a , b ) ⇒ ‹a› in ['a ',' b ']
                a=in. (x)␠ ⇒ ‹a› in ['x']
                a=in.("a","b,c") ⇒ ‹a› in ['a','b,c']
                a=in.("a\\"b","c\\\\d") ⇒ ‹a› in ['a"b','c\\d']
                a=in.("x\\ny","z\\,") ⇒ ‹a› in ['xny','z,']
                a=in.("hi,there","yes,you") ⇒ ‹a› in ['hi,there','yes,you']
                a=in.("a)","(b") ⇒ ‹a› in ['a)','(b']
                a=in.(a(b) ⇒ ‹a› in ['a(b']
                a=in.(a"b) ⇒ ‹a› in ['a"b']
                a=in.(a"b,c"d) ⇒ ‹a› in ['a"b','c"d']
                a=in.("a"b","c") ⇒ ‹a› in ['"a"b"','c']
                a=in.("a"x) ⇒ ‹a› in ['"a"x']
                a=in.("a" , "b") ⇒ ‹a› in ['"a" ',' "b"']
                a=in.("a) ⇒ ‹a› in ['"a']
                a=in.({a,b}) ⇒ ‹a› in ['{a','b}']
                a=in.("{a,b}") ⇒ ‹a› in ['{a,b}']
                a=in.(null) ⇒ ‹a› in ['null']
                a=in.(a.b,c:d) ⇒ ‹a› in ['a.b','c:d']
                a=in.(ü,🐘) ⇒ ‹a› in ['ü','🐘']
                a=not.in.(a,b) ⇒ not ‹a› in ['a','b']
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> lists_of_the_client_library_with_unescaped_quotes_are_understood() {
        return GrammarCase.understood("""
                a=in.("He said, "hi"") ⇒ ‹a› in ['He said, "hi"']
                a=in.("He said, "hi"",b) ⇒ ‹a› in ['He said, "hi"','b']
                a=in.("He said "hi", then left",b) ⇒ ‹a› in ['He said "hi", then left','b']
                a=in.("5" (inch)",x) ⇒ ‹a› in ['5" (inch)','x']
                a=in.(x,"5" (inch)","6" (inch)") ⇒ ‹a› in ['x','5" (inch)','6" (inch)']
                a=in.("a"(b") ⇒ ‹a› in ['a"(b']
                a=in.("a"\\,b") ⇒ ‹a› in ['a"\\,b']
                a=in.("Heroes" live,"x, y") ⇒ ‹a› in ['"Heroes" live','x, y']
                a=in.("a,"b") ⇒ ‹a› in ['"a','b']
                a=in.("a,b" , "c,d") ⇒ ‹a› in ['"a','b" ',' "c','d"']
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> full_text_searches_are_understood() {
        return GrammarCase.understood("""
                t=fts.foo ⇒ ‹t› plain_query 'foo'
                t=fts(english).foo ⇒ ‹t› plain_query(english) 'foo'
                t=plfts.The Fat Cats ⇒ ‹t› plain_text 'The Fat Cats'
                t=plfts(french).a.b ⇒ ‹t› plain_text(french) 'a.b'
                t=phfts.x ⇒ ‹t› phrase 'x'
                t=not.phfts(english).The Fat Cats ⇒ not ‹t› phrase(english) 'The Fat Cats'
                t=wfts.a -b "c d" ⇒ ‹t› web_search 'a -b "c d"'
                t=not.wfts(french).amusant ⇒ not ‹t› web_search(french) 'amusant'
                t=fts(pg_catalog.english).x ⇒ ‹t› plain_query(pg_catalog.english) 'x'
                t=fts(my-config).x ⇒ ‹t› plain_query(my-config) 'x'
                t=fts( english ).x ⇒ ‹t› plain_query(english) 'x'
                t=fts(any).x ⇒ ‹t› plain_query(any) 'x'
                t=fts.a*b ⇒ ‹t› plain_query 'a*b'
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> fields_are_understood() {
        return GrammarCase.understood("""
                ␠a =eq.x ⇒ ‹a› = 'x'
                a b=eq.x ⇒ ‹a b› = 'x'
                Unit Price=lt.200 ⇒ ‹Unit Price› < '200'
                $d=is.null ⇒ ‹$d› is null
                üñí=eq.ü ⇒ ‹üñí› = 'ü'
                da-sh=eq.x ⇒ ‹da-sh› = 'x'
                "weird,name"=eq.x ⇒ ‹weird,name› = 'x'
                "information.cpe"=like.*MS* ⇒ ‹information.cpe› like '%MS%'
                "a\\"b"=eq.x ⇒ ‹a"b› = 'x'
                "or"=eq.1 ⇒ ‹or› = '1'
                "limit"=eq.1 ⇒ ‹limit› = '1'
                j->k=eq.x ⇒ ‹j›->'k' = 'x'
                j->>k=eq.x ⇒ ‹j›->>'k' = 'x'
                j->a->0->>b=eq.x ⇒ ‹j›->'a'->0->>'b' = 'x'
                j->>x y=eq.x ⇒ ‹j›->>'x y' = 'x'
                j->-1=eq.x ⇒ ‹j›->-1 = 'x'
                j->"k.l"=eq.x ⇒ ‹j›->'k.l' = 'x'
                j->a-b=is.null ⇒ ‹j›->'a-b' is null
                c.name=eq.x ⇒ ‹c›: ‹name› = 'x'
                c.d.name=eq.x ⇒ ‹c›.‹d›: ‹name› = 'x'
                c."q r"=eq.x ⇒ ‹c›: ‹q r› = 'x'
                "c"."q.r"=eq.x ⇒ ‹c›: ‹q.r› = 'x'
                "a.b".c=eq.x ⇒ ‹a.b›: ‹c› = 'x'
                c.name->>k=eq.x ⇒ ‹c›: ‹name›->>'k' = 'x'
                c d . e f=eq.x ⇒ ‹c d›: ‹e f› = 'x'
                90_comps.year=eq.1990 ⇒ ‹90_comps›: ‹year› = '1990'
                or.a=eq.1 ⇒ ‹or›: ‹a› = '1'
                a.or.b=eq.1 ⇒ ‹a›.‹or›: ‹b› = '1'
                c."order"=eq.1 ⇒ ‹c›: ‹order› = '1'
                select.x=eq.1 ⇒ ‹select›: ‹x› = '1'
                clients=not.is.null ⇒ not ‹clients› is null
                """, FilterGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> bad_values_are_refused() {
        return GrammarCase.refused("filter", """
                x ⇒ 1: unexpected "x" expecting "not" or operator (eq, gt, ...)
                ⇒ 1: unexpected end of input expecting "not" or operator (eq, gt, ...)
                eq ⇒ 3: unexpected end of input expecting operator (eq, gt, ...)
                eqx.1 ⇒ 3: unexpected "x" expecting operator (eq, gt, ...)
                EQ.x ⇒ 1: unexpected "E" expecting "not" or operator (eq, gt, ...)
                NOT.eq.x ⇒ 1: unexpected "N" expecting "not" or operator (eq, gt, ...)
                foo.x ⇒ 1: unexpected "f" expecting "not" or operator (eq, gt, ...)
                .x ⇒ 1: unexpected "." expecting "not" or operator (eq, gt, ...)
                ü ⇒ 1: unexpected "\\252" expecting "not" or operator (eq, gt, ...)
                🐘 ⇒ 1: unexpected "\\128024" expecting "not" or operator (eq, gt, ...)
                " ⇒ 1: unexpected "\\"" expecting "not" or operator (eq, gt, ...)
                ' ⇒ 1: unexpected "'" expecting "not" or operator (eq, gt, ...)
                \\ ⇒ 1: unexpected "\\\\" expecting "not" or operator (eq, gt, ...)
                ␠eq.x ⇒ 1: unexpected " " expecting "not" or operator (eq, gt, ...)
                ⏎x ⇒ 1: unexpected "\\n" expecting "not" or operator (eq, gt, ...)
                not ⇒ 4: unexpected end of input expecting delimiter (.)
                not .eq.x ⇒ 4: unexpected " " expecting delimiter (.)
                not. ⇒ 5: unexpected end of input expecting operator (eq, gt, ...)
                not.eq ⇒ 7: unexpected end of input expecting operator (eq, gt, ...)
                not.not.eq.x ⇒ 5: unexpected "n" expecting operator (eq, gt, ...)
                neq(any).{x,y} ⇒ 4: unexpected "(" expecting operator (eq, gt, ...)
                in(any).(a) ⇒ 3: unexpected "(" expecting operator (eq, gt, ...)
                cs(any).{1} ⇒ 3: unexpected "(" expecting operator (eq, gt, ...)
                eq(foo).{x} ⇒ 4: unexpected "f" expecting operator (eq, gt, ...)
                eq(ANY).{x} ⇒ 4: unexpected "A" expecting operator (eq, gt, ...)
                eq(any ).{x} ⇒ 7: unexpected " " expecting operator (eq, gt, ...)
                eq (any).{x} ⇒ 3: unexpected " " expecting operator (eq, gt, ...)
                eq(any) ⇒ 8: unexpected end of input expecting operator (eq, gt, ...)
                eq( ⇒ 4: unexpected end of input expecting operator (eq, gt, ...)
                fts().foo ⇒ 5: unexpected ")" expecting operator (eq, gt, ...)
                fts(a;b).foo ⇒ 6: unexpected ";" expecting operator (eq, gt, ...)
                fts(english ⇒ 12: unexpected end of input expecting operator (eq, gt, ...)
                fts (en).x ⇒ 4: unexpected " " expecting operator (eq, gt, ...)
                in.a ⇒ 4: unexpected "a" expecting "("
                in. ⇒ 4: unexpected end of input expecting "("
                in.123,234 ⇒ 4: unexpected "1" expecting "("
                in.(a ⇒ 6: unexpected end of input expecting "," or ")"
                in.(a, ⇒ 7: unexpected end of input expecting "," or ")"
                in.("a,b" ⇒ 10: unexpected end of input expecting "," or ")"
                in.(a)b ⇒ 7: unexpected 'b' expecting end of input
                in.((a,b),c) ⇒ 10: unexpected ',' expecting end of input
                is. ⇒ 4: unexpected end of input expecting \
                isVal: (null, not_null, true, false, unknown)
                is.foo ⇒ 5: unexpected "o" expecting \
                isVal: (null, not_null, true, false, unknown)
                is.nullx ⇒ 4: unexpected "n" expecting \
                isVal: (null, not_null, true, false, unknown)
                is. null ⇒ 4: unexpected " " expecting \
                isVal: (null, not_null, true, false, unknown)
                is.true.x ⇒ 8: unexpected '.' expecting end of input
                """, value -> parsed(new RawParam("a", value)));
    }

    @TestFactory
    Stream<DynamicTest> bad_names_are_refused() {
        return GrammarCase.refused("tree path", """
                ⇒ 1: unexpected end of input expecting field name (* or [a..z0..9_$])
                * ⇒ 1: unexpected "*" expecting field name (* or [a..z0..9_$])
                .a ⇒ 1: unexpected "." expecting field name (* or [a..z0..9_$])
                a. ⇒ 3: unexpected end of input expecting field name (* or [a..z0..9_$])
                c..a ⇒ 3: unexpected "." expecting field name (* or [a..z0..9_$])
                ; ⇒ 1: unexpected ";" expecting field name (* or [a..z0..9_$])
                da--sh ⇒ 4: unexpected "-" expecting ">", letter or digit
                a- ⇒ 3: unexpected end of input expecting ">", letter or digit
                "a ⇒ 3: unexpected end of input expecting "\\\\" or "\\""
                a,b ⇒ 2: unexpected ',' expecting letter, digit, "-", "->>", "->", \
                delimiter (.) or end of input
                a::text ⇒ 2: unexpected ':' expecting letter, digit, "-", "->>", "->", \
                delimiter (.) or end of input
                a(b) ⇒ 2: unexpected '(' expecting letter, digit, "-", "->>", "->", \
                delimiter (.) or end of input
                j-> ⇒ 4: unexpected end of input expecting "-", digit or any non reserved \
                character different from: .,>()
                j->k.l ⇒ 5: unexpected '.' expecting "-", "->>", "->" or end of input
                j->a:b ⇒ 5: unexpected ':' expecting "-", "->>", "->" or end of input
                """, name -> parsed(new RawParam(name, "eq.x")));
    }

    private static String shown(String text) {
        int equals = text.indexOf('=');
        return Notation.conditions(List.of(parsed(
                new RawParam(text.substring(0, equals), text.substring(equals + 1)))));
    }

    private static Asked.At<Condition> parsed(RawParam param) {
        return FilterGrammar.parse(param, new Budget());
    }
}
