package dev.loam.modules.rest.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SelectGrammarTest {
    @TestFactory
    Stream<DynamicTest> columns_are_understood() {
        return GrammarCase.understood("""
                * ⇒ *
                ␠*␠ ⇒ *
                *,* ⇒ *, *
                a ⇒ ‹a›
                a,b ⇒ ‹a›, ‹b›
                a,a ⇒ ‹a›, ‹a›
                *,a ⇒ *, ‹a›
                * , a ⇒ *, ‹a›
                ␠a , b␠ ⇒ ‹a›, ‹b›
                a⇥,⏎b ⇒ ‹a›, ‹b›
                a b ⇒ ‹a b›
                a  b ⇒ ‹a  b›
                da-sh ⇒ ‹da-sh›
                a-b-c ⇒ ‹a-b-c›
                $d ⇒ ‹$d›
                _a,1a,$ ⇒ ‹_a›, ‹1a›, ‹$›
                42 ⇒ ‹42›
                üñí ⇒ ‹üñí›
                موارد ⇒ ‹موارد›
                हिन्दी ⇒ ‹हिन्दी›
                🐘 ⇒ ‹🐘›
                "weird,name" ⇒ ‹weird,name›
                "a.b" ⇒ ‹a.b›
                "a\\"b" ⇒ ‹a"b›
                "a\\\\b" ⇒ ‹a\\b›
                "a\\b" ⇒ ‹ab›
                " a " ⇒ ‹ a ›
                "*" ⇒ *
                "count()" ⇒ ‹count()›
                "a" , "b" ⇒ ‹a›, ‹b›
                x:a ⇒ ‹x› = ‹a›
                x : a ⇒ ‹x› = ‹a›
                x-y:a ⇒ ‹x-y› = ‹a›
                "x y":a ⇒ ‹x y› = ‹a›
                "a:b":c ⇒ ‹a:b› = ‹c›
                a:"b.c" ⇒ ‹a› = ‹b.c›
                fullName:full_name,birthDate:birth_date ⇒ ‹fullName› = ‹full_name›, \
                ‹birthDate› = ‹birth_date›
                count ⇒ ‹count›
                counter ⇒ ‹counter›
                sum,avg,max,min ⇒ ‹sum›, ‹avg›, ‹max›, ‹min›
                """, SelectGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> json_paths_are_understood() {
        return GrammarCase.understood("""
                j->k ⇒ ‹j›->'k'
                j->>k ⇒ ‹j›->>'k'
                j->a->b->>c ⇒ ‹j›->'a'->'b'->>'c'
                j->0 ⇒ ‹j›->0
                j->>0 ⇒ ‹j›->>0
                j->-1 ⇒ ‹j›->-1
                j->007 ⇒ ‹j›->007
                j->a->0->>b ⇒ ‹j›->'a'->0->>'b'
                j->0a ⇒ ‹j›->'0a'
                j->0-a ⇒ ‹j›->'0-a'
                j->"0" ⇒ ‹j›->'0'
                j->x y ⇒ ‹j›->'x y'
                j-> a ⇒ ‹j›->'a'
                j ->a ⇒ ‹j›->'a'
                j->a b ->c ⇒ ‹j›->'a b'->'c'
                j->0 ->1 ⇒ ‹j›->0->1
                j->a-b ⇒ ‹j›->'a-b'
                j->a-b-c->>d-e ⇒ ‹j›->'a-b-c'->>'d-e'
                j->@#$ ⇒ ‹j›->'@#$'
                j->a!b ⇒ ‹j›->'a!b'
                j->a{b} ⇒ ‹j›->'a{b}'
                j->a/b*c ⇒ ‹j›->'a/b*c'
                j->a=b ⇒ ‹j›->'a=b'
                j->a"b ⇒ ‹j›->'a"b'
                j->ü ⇒ ‹j›->'ü'
                j->"x y" ⇒ ‹j›->'x y'
                j->"a.b,c()" ⇒ ‹j›->'a.b,c()'
                j->"a\\"b"->c ⇒ ‹j›->'a"b'->'c'
                j->"" ⇒ ‹j›->''
                some->nested->"https://key" ⇒ ‹some›->'nested'->'https://key'
                x:some->nested->"https://key" ⇒ ‹x› = ‹some›->'nested'->'https://key'
                "j k"->l ⇒ ‹j k›->'l'
                x:j->>k ⇒ ‹x› = ‹j›->>'k'
                location->>lat,languages->0 ⇒ ‹location›->>'lat', ‹languages›->0
                c(j->0,k->-1) ⇒ ‹c› (‹j›->0, ‹k›->-1)
                """, SelectGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> casts_and_aggregates_are_understood() {
        return GrammarCase.understood("""
                a::text ⇒ ‹a›::text
                a::character varying ⇒ ‹a›::character varying
                a::_int4 ⇒ ‹a›::_int4
                a :: int4 , b ⇒ ‹a›::int4, ‹b›
                x:a::text ⇒ ‹x› = ‹a›::text
                j->k::text ⇒ ‹j›->'k'::text
                z:j->>k::text ⇒ ‹z› = ‹j›->>'k'::text
                j->0::int ⇒ ‹j›->0::int
                count() ⇒ .count
                ␠count() ⇒ .count
                cnt:count() ⇒ ‹cnt› = .count
                cnt: count() ⇒ ‹cnt› = .count
                count()::text ⇒ .count::text
                x:count()::text ⇒ ‹x› = .count::text
                count(),a ⇒ .count, ‹a›
                n.sum() ⇒ ‹n›.sum
                n.avg(),n.count(),n.max(),n.min() ⇒ ‹n›.avg, ‹n›.count, ‹n›.max, ‹n›.min
                n .sum() ⇒ ‹n›.sum
                n.sum()␠ ⇒ ‹n›.sum
                n.sum()::text ⇒ ‹n›.sum::text
                n::int.avg()::numeric ⇒ ‹n›::int.avg::numeric
                x:n.sum() ⇒ ‹x› = ‹n›.sum
                x:n::int.sum()::text ⇒ ‹x› = ‹n›::int.sum::text
                j->>k.count() ⇒ ‹j›->>'k'.count
                j->1.sum() ⇒ ‹j›->1.sum
                order_details->tax_amount::numeric.sum() ⇒ \
                ‹order_details›->'tax_amount'::numeric.sum
                "n.m".sum() ⇒ ‹n.m›.sum
                """, SelectGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> relations_are_understood() {
        return GrammarCase.understood("""
                c() ⇒ ‹c› ()
                c( ) ⇒ ‹c› ()
                c(*) ⇒ ‹c› (*)
                c(id, name) ⇒ ‹c› (‹id›, ‹name›)
                c( id , name ) ⇒ ‹c› (‹id›, ‹name›)
                c (id) ⇒ ‹c› (‹id›)
                a,c(id),b ⇒ ‹a›, ‹c› (‹id›), ‹b›
                c(id) , b ⇒ ‹c› (‹id›), ‹b›
                "c"(id) ⇒ ‹c› (‹id›)
                "c!x"(id) ⇒ ‹c!x› (‹id›)
                "count"(id) ⇒ ‹count› (‹id›)
                c d(id) ⇒ ‹c d› (‹id›)
                k:c(id) ⇒ ‹k› = ‹c› (‹id›)
                k : c(id) ⇒ ‹k› = ‹c› (‹id›)
                90_comps:competitions(name) ⇒ ‹90_comps› = ‹competitions› (‹name›)
                c!fk(id) ⇒ ‹c›!‹fk› (‹id›)
                c!"f k"(id) ⇒ ‹c›!‹f k› (‹id›)
                c!f k(id) ⇒ ‹c›!‹f k› (‹id›)
                c!inner(id) ⇒ ‹c› inner (‹id›)
                c !inner(id) ⇒ ‹c› inner (‹id›)
                c! inner (id) ⇒ ‹c› inner (‹id›)
                c!left(id) ⇒ ‹c› (‹id›)
                c!inner() ⇒ ‹c› inner ()
                c!fk!inner(id) ⇒ ‹c›!‹fk› inner (‹id›)
                c!inner!fk(id) ⇒ ‹c›!‹fk› inner (‹id›)
                c!fk!left(id) ⇒ ‹c›!‹fk› (‹id›)
                c!inner!inner(id) ⇒ ‹c› inner (‹id›)
                c!Inner(id) ⇒ ‹c›!‹Inner› (‹id›)
                c!"inner"(id) ⇒ ‹c›!‹inner› (‹id›)
                k:c!fk!inner(id) ⇒ ‹k› = ‹c›!‹fk› inner (‹id›)
                ...c(id) ⇒ ...‹c› (‹id›)
                ... c(id) ⇒ ...‹c› (‹id›)
                ...c() ⇒ ...‹c› ()
                ...k:c(id) ⇒ ...‹k› = ‹c› (‹id›)
                ...c!fk!inner(x:id) ⇒ ...‹c›!‹fk› inner (‹x› = ‹id›)
                title,...directors(director_last_name:last_name) ⇒ \
                ‹title›, ...‹directors› (‹director_last_name› = ‹last_name›)
                c(d(id)) ⇒ ‹c› (‹d› (‹id›))
                c(d(id),e(f(*),g),h) ⇒ ‹c› (‹d› (‹id›), ‹e› (‹f› (*), ‹g›), ‹h›)
                actors:roles(character,...actors(first_name)) ⇒ \
                ‹actors› = ‹roles› (‹character›, ...‹actors› (‹first_name›))
                c(count) ⇒ ‹c› (‹count›)
                c(count()) ⇒ ‹c› (.count)
                c(x:count()) ⇒ ‹c› (‹x› = .count)
                c(n.sum(),d) ⇒ ‹c› (‹n›.sum, ‹d›)
                c(n::int.sum()::text) ⇒ ‹c› (‹n›::int.sum::text)
                sum() ⇒ ‹sum› ()
                inner(id) ⇒ ‹inner› (‹id›)
                """, SelectGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> bad_items_are_refused() {
        return GrammarCase.refused("select parameter", """
                id, ⇒ 4: unexpected end of input expecting "...", \
                field name (* or [a..z0..9_$]), "*" or "count()"
                ,id ⇒ 1: unexpected "," expecting "...", \
                field name (* or [a..z0..9_$]), "*" or "count()"
                id,,a ⇒ 4: unexpected "," expecting "...", \
                field name (* or [a..z0..9_$]), "*" or "count()"
                () ⇒ 1: unexpected "(" expecting "...", \
                field name (* or [a..z0..9_$]), "*" or "count()"
                -a ⇒ 1: unexpected "-" expecting "...", \
                field name (* or [a..z0..9_$]), "*" or "count()"
                'a' ⇒ 1: unexpected "'" expecting "...", \
                field name (* or [a..z0..9_$]), "*" or "count()"
                da--sh ⇒ 4: unexpected "-" expecting ">", letter or digit
                a- ⇒ 3: unexpected end of input expecting ">", letter or digit
                "weird,name ⇒ 12: unexpected end of input expecting "\\\\" or "\\""
                "" ⇒ 2: unexpected "\\"" expecting field name (* or [a..z0..9_$])
                x:y:a ⇒ 4: unexpected "a" expecting "::"
                x:* ⇒ 3: unexpected "*" expecting ":" or field name (* or [a..z0..9_$])
                k:...c(id) ⇒ 3: unexpected "." expecting ":" or field name (* or [a..z0..9_$])
                *a ⇒ 2: unexpected 'a' expecting ")", "," or end of input
                *::text ⇒ 2: unexpected ':' expecting ")", "," or end of input
                a:: ⇒ 4: unexpected end of input expecting letter or digit
                a::"text" ⇒ 4: unexpected "\\"" expecting letter or digit
                a:::text ⇒ 4: unexpected ":" expecting letter or digit
                n::numeric(3,1) ⇒ 11: unexpected '(' expecting letter, digit, ".", "::", ")", \
                "," or end of input
                id::int4[] ⇒ 9: unexpected '[' expecting letter, digit, ".", "::", ")", "," or \
                end of input
                id::a;drop ⇒ 6: unexpected ';' expecting letter, digit, ".", "::", ")", "," or \
                end of input
                a::text::int ⇒ 8: unexpected ':' expecting letter, digit, ".", "::", ")", "," or \
                end of input
                c::text(id) ⇒ 8: unexpected '(' expecting letter, digit, ".", "::", ")", "," or \
                end of input
                j-> ⇒ 4: unexpected end of input expecting "-", digit or any non reserved \
                character different from: .,>()
                j->> ⇒ 5: unexpected end of input expecting "-", digit or any non reserved \
                character different from: .,>()
                j->.a ⇒ 4: unexpected "." expecting "-", digit or any non reserved character \
                different from: .,>()
                j->-k ⇒ 5: unexpected "k" expecting digit
                j->- ⇒ 5: unexpected end of input expecting digit
                j->-1x ⇒ 6: unexpected 'x' expecting digit, "->", "::", ".", "," or end of input
                j->a:b ⇒ 5: unexpected "b" expecting "::"
                j->a>b ⇒ 5: unexpected '>' expecting "-", "->>", "->", "::", ".", ")", "," or \
                end of input
                c->k(id) ⇒ 5: unexpected '(' expecting "-", "->>", "->", "::", ".", ")", "," or \
                end of input
                j>k ⇒ 2: unexpected '>' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                a;b ⇒ 2: unexpected ';' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                a"b ⇒ 2: unexpected '"' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                ü! ⇒ 2: unexpected '!' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                🐘@ ⇒ 2: unexpected '@' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                a⇥b ⇒ 9: unexpected 'b' expecting "::", ".", ")", "," or end of input
                a,⏎b@ ⇒ 3: unexpected "\\n" expecting "...", field name (* or \
                [a..z0..9_$]), "*" or "count()"
                a.median ⇒ 3: unexpected "m" expecting "sum", "avg", "count", "max" or "min"
                c) ⇒ 2: unexpected ')' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                """, text -> SelectGrammar.parse(text, new Budget()));
    }

    @TestFactory
    Stream<DynamicTest> bad_aggregates_and_relations_are_refused() {
        return GrammarCase.refused("select parameter", """
                n.sum ⇒ 6: unexpected end of input expecting "()"
                n.sum(x) ⇒ 6: unexpected "x" expecting "()"
                n.summ() ⇒ 6: unexpected "m" expecting "()"
                n.foo() ⇒ 3: unexpected "f" expecting "sum", "avg", "count", "max" or "min"
                n.SUM() ⇒ 3: unexpected "S" expecting "sum", "avg", "count", "max" or "min"
                a.b ⇒ 3: unexpected "b" expecting "sum", "avg", "count", "max" or "min"
                c.d(id) ⇒ 3: unexpected "d" expecting "sum", "avg", "count", "max" or "min"
                a.ü ⇒ 3: unexpected "\\252" expecting "sum", "avg", "count", "max" or "min"
                n.sum()x ⇒ 8: unexpected 'x' expecting "::", ")", "," or end of input
                n.sum().avg() ⇒ 8: unexpected '.' expecting "::", ")", "," or end of input
                count().sum() ⇒ 6: unexpected '(' expecting letter, digit, "-", "->>", "->", \
                "::", ".", ")", "," or end of input
                count(id) ⇒ 6: unexpected '(' expecting letter, digit, "-", "->>", "->", "::", \
                ".", ")", "," or end of input
                count(*) ⇒ 6: unexpected '(' expecting letter, digit, "-", "->>", "->", "::", \
                ".", ")", "," or end of input
                count()::int.sum() ⇒ 6: unexpected '(' expecting letter, digit, "-", "->>", \
                "->", "::", ".", ")", "," or end of input
                foo!! ⇒ 4: unexpected '!' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                c!(id) ⇒ 2: unexpected '!' expecting letter, digit, "-", "->>", "->", "::", \
                ".", ")", "," or end of input
                a!b ⇒ 2: unexpected '!' expecting letter, digit, "-", "->>", "->", "::", ".", \
                ")", "," or end of input
                c!x!y!z(id) ⇒ 2: unexpected '!' expecting letter, digit, "-", "->>", "->", \
                "::", ".", ")", "," or end of input
                c(id ⇒ 5: unexpected end of input expecting letter, digit, "-", "->>", "->", \
                "::", ".", ")", "," or end of input
                c(id, ⇒ 6: unexpected end of input expecting "...", field name (* or \
                [a..z0..9_$]), "*" or "count()"
                c(id,) ⇒ 6: unexpected ")" expecting "...", field name (* or [a..z0..9_$]), \
                "*" or "count()"
                c(id),␠ ⇒ 8: unexpected end of input expecting "...", field name (* or \
                [a..z0..9_$]), "*" or "count()"
                c( ⇒ 3: unexpected end of input expecting "...", field name (* or [a..z0..9_$]), \
                "*", "count()" or ")"
                c(id)x ⇒ 6: unexpected 'x' expecting ")", "," or end of input
                c(id)) ⇒ 6: unexpected ')' expecting ")", "," or end of input
                c(id)::text ⇒ 6: unexpected ':' expecting ")", "," or end of input
                id,clients(name[]) ⇒ 16: unexpected '[' expecting letter, digit, "-", "->>", \
                "->", "::", ".", ")", "," or end of input
                ...c ⇒ 5: unexpected end of input expecting letter, digit, "-", "!" or "("
                ... ⇒ 4: unexpected end of input expecting field name (* or [a..z0..9_$])
                ..c(id) ⇒ 1: unexpected "." expecting "...", field name (* or [a..z0..9_$]), \
                "*" or "count()"
                ....c(id) ⇒ 4: unexpected "." expecting field name (* or [a..z0..9_$])
                """, text -> SelectGrammar.parse(text, new Budget()));
    }

    @Test
    void an_empty_selection_takes_all_columns() {
        assertThat(shown("")).isEqualTo("*");
    }

    private static String shown(String text) {
        return Notation.select(SelectGrammar.parse(text, new Budget()));
    }
}
