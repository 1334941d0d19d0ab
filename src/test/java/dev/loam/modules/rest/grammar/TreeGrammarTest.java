package dev.loam.modules.rest.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TreeGrammarTest {
    @TestFactory
    Stream<DynamicTest> trees_are_understood() {
        return GrammarCase.understood("""
                (a.eq.1) ⇒ or(‹a› = '1')
                (a.eq.1,b.eq.2) ⇒ or(‹a› = '1', ‹b› = '2')
                ␠(a.eq.1)␠ ⇒ or(‹a› = '1')
                ( a.eq.1 , b.eq.2 ) ⇒ or(‹a› = '1 ', ‹b› = '2 ')
                (a.not.eq.1,b.is.null) ⇒ or(not ‹a› = '1', ‹b› is null)
                (and(a.eq.1,b.eq.2),or(a.eq.3)) ⇒ or(and(‹a› = '1', ‹b› = '2'), or(‹a› = '3'))
                (not.and(a.eq.1,b.eq.2),a.eq.3) ⇒ or(not and(‹a› = '1', ‹b› = '2'), ‹a› = '3')
                (not.or(a.eq.1)) ⇒ or(not or(‹a› = '1'))
                (and (a.eq.1) , or (b.eq.2) ) ⇒ or(and(‹a› = '1'), or(‹b› = '2'))
                (and(or(and(a.eq.1)))) ⇒ or(and(or(and(‹a› = '1'))))
                (age.eq.14,not.and(age.gte.11,age.lte.17)) ⇒ \
                or(‹age› = '14', not and(‹age› >= '11', ‹age› <= '17'))
                (a.eq.1,or(b.is.null,not.and(c.gt.1,d.lt.2))) ⇒ \
                or(‹a› = '1', or(‹b› is null, not and(‹c› > '1', ‹d› < '2')))
                (and.eq.1) ⇒ or(‹and› = '1')
                (or.eq.1,a.eq.2) ⇒ or(‹or› = '1', ‹a› = '2')
                (not.eq.1) ⇒ or(‹not› = '1')
                (nota.eq.1,not_a.eq.2) ⇒ or(‹nota› = '1', ‹not_a› = '2')
                (order.eq.1,android.eq.2) ⇒ or(‹order› = '1', ‹android› = '2')
                ("and".eq.1) ⇒ or(‹and› = '1')
                (actors.is.null,directors.not.is.null) ⇒ \
                or(‹actors› is null, not ‹directors› is null)
                """, TreeGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> fields_in_trees_are_understood() {
        return GrammarCase.understood("""
                (j->>k.eq.x) ⇒ or(‹j›->>'k' = 'x')
                (j->a->0.eq.x) ⇒ or(‹j›->'a'->0 = 'x')
                (j->a->-1->>b.eq.x,c.eq.1) ⇒ or(‹j›->'a'->-1->>'b' = 'x', ‹c› = '1')
                (j->>"k.l".eq.x) ⇒ or(‹j›->>'k.l' = 'x')
                (j->>a b.eq.x) ⇒ or(‹j›->>'a b' = 'x')
                (a b.eq.x) ⇒ or(‹a b› = 'x')
                (a .eq.1) ⇒ or(‹a› = '1')
                (da-sh.eq.x) ⇒ or(‹da-sh› = 'x')
                (üñí.eq.x) ⇒ or(‹üñí› = 'x')
                ("weird,name".eq.x) ⇒ or(‹weird,name› = 'x')
                ("weird.name".eq.x) ⇒ or(‹weird.name› = 'x')
                """, TreeGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> values_in_trees_are_understood() {
        return GrammarCase.understood("""
                (a.eq.,b.eq.2) ⇒ or(‹a› = '', ‹b› = '2')
                (a.eq.x.y:z) ⇒ or(‹a› = 'x.y:z')
                (a.eq.x y ,b.eq. z) ⇒ or(‹a› = 'x y ', ‹b› = ' z')
                (a.eq."x,y",b.eq.2) ⇒ or(‹a› = 'x,y', ‹b› = '2')
                (a.eq."x\\"y",b.eq.2) ⇒ or(‹a› = 'x"y', ‹b› = '2')
                (a.eq."x\\\\y") ⇒ or(‹a› = 'x\\y')
                (a.eq."x\\,y") ⇒ or(‹a› = 'x,y')
                (a.eq."(x)") ⇒ or(‹a› = '(x)')
                (a.eq."",b.eq.2) ⇒ or(‹a› = '', ‹b› = '2')
                (a.eq."x"y,b.eq.2) ⇒ or(‹a› = '"x"y', ‹b› = '2')
                (a.eq.x"y",b.eq.2) ⇒ or(‹a› = 'x"y"', ‹b› = '2')
                (a.eq."x) ⇒ or(‹a› = '"x')
                (a.eq."x" ,b.eq.y) ⇒ or(‹a› = '"x" ', ‹b› = 'y')
                (a.eq.x(y) ⇒ or(‹a› = 'x(y')
                (a.like.*b,b.eq.*) ⇒ or(‹a› like '%b', ‹b› = '*')
                (a.like."x*y") ⇒ or(‹a› like 'x%y')
                (a.match.^a.*$,b.eq.2) ⇒ or(‹a› ~ '^a.*$', ‹b› = '2')
                (r.adj."[18,21)",s.cs."[30,35]") ⇒ or(‹r› -|- '[18,21)', ‹s› @> '[30,35]')
                (r.sl."(1,10)") ⇒ or(‹r› << '(1,10)')
                (a.is.null,b.is.NULL) ⇒ or(‹a› is null, ‹b› is null)
                (a.is.null ,b.is.not_null) ⇒ or(‹a› is null, ‹b› is not_null)
                (a.isdistinct.x,b.eq.y) ⇒ or(‹a› distinct 'x', ‹b› = 'y')
                (t.fts.foo bar,b.eq.2) ⇒ or(‹t› plain_query 'foo bar', ‹b› = '2')
                (t.fts(english).foo,b.eq.2) ⇒ or(‹t› plain_query(english) 'foo', ‹b› = '2')
                (t.not.wfts(pg_catalog.english)."a,b") ⇒ \
                or(not ‹t› web_search(pg_catalog.english) 'a,b')
                """, TreeGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> arrays_and_lists_in_trees_are_understood() {
        return GrammarCase.understood("""
                (a.cs.{1,2},b.eq.2) ⇒ or(‹a› @> '{1,2}', ‹b› = '2')
                (a.cs."{1,2}",b.eq.2) ⇒ or(‹a› @> '{1,2}', ‹b› = '2')
                (a.cs.{"1","2"},b.eq.2) ⇒ or(‹a› @> '{"1","2"}', ‹b› = '2')
                (a.cs.{} ,b.eq.2) ⇒ or(‹a› @> '{}', ‹b› = '2')
                (a.cs.{{1,2},{3,4}},b.eq.2) ⇒ or(‹a› @> '{{1,2},{3,4}}', ‹b› = '2')
                (a.cs.{"a}b",c},b.eq.2) ⇒ or(‹a› @> '{"a}b",c}', ‹b› = '2')
                (a.cs.{"a\\"},b",c},b.eq.2) ⇒ or(‹a› @> '{"a\\"},b",c}', ‹b› = '2')
                (a.eq.{x"y},b.eq.2) ⇒ or(‹a› = '{x"y}', ‹b› = '2')
                (a.eq.{x,y},b.eq.2) ⇒ or(‹a› = '{x,y}', ‹b› = '2')
                (a.eq.{x,b.eq.2) ⇒ or(‹a› = '{x', ‹b› = '2')
                (a.eq.}x,b.eq.x}) ⇒ or(‹a› = '}x', ‹b› = 'x}')
                (a.eq(any).{x,y},b.eq.2) ⇒ or(‹a› = any '{x,y}', ‹b› = '2')
                (a.like(all).{x*,*y},b.eq.2) ⇒ or(‹a› like all '{x%,%y}', ‹b› = '2')
                (a.in.(x,y),b.eq.2) ⇒ or(‹a› in ['x','y'], ‹b› = '2')
                (a.in.(x,y) ,b.eq.2) ⇒ or(‹a› in ['x','y'], ‹b› = '2')
                (a.not.in.("x,y","z"),b.eq.2) ⇒ or(not ‹a› in ['x,y','z'], ‹b› = '2')
                (a.in.(),b.eq.2) ⇒ or(‹a› in [], ‹b› = '2')
                (a.in.( x , "y" ),b.eq.2) ⇒ or(‹a› in ['x ',' "y" '], ‹b› = '2')
                (a.in.("x"y),b.eq."p,q") ⇒ or(‹a› in ['"x"y'], ‹b› = 'p,q')
                """, TreeGrammarTest::shown);
    }

    @TestFactory
    Stream<DynamicTest> bad_trees_are_refused() {
        return GrammarCase.refused("logic tree", """
                ⇒ 3: unexpected end of input expecting "("
                eq.1 ⇒ 3: unexpected "e" expecting "("
                a.eq.1,b.eq.2 ⇒ 3: unexpected "a" expecting "("
                () ⇒ 4: unexpected ")" expecting field name (* or [a..z0..9_$]), \
                negation operator (not) or logic operator (and, or)
                ((a.eq.1)) ⇒ 4: unexpected "(" expecting field name (* or [a..z0..9_$]), \
                negation operator (not) or logic operator (and, or)
                (a.eq.1,) ⇒ 11: unexpected ")" expecting field name (* or [a..z0..9_$]), \
                negation operator (not) or logic operator (and, or)
                (@.eq.x) ⇒ 4: unexpected "@" expecting field name (* or [a..z0..9_$]), \
                negation operator (not) or logic operator (and, or)
                (and(),b.eq.2) ⇒ 8: unexpected ")" expecting field name (* or [a..z0..9_$]), \
                negation operator (not) or logic operator (and, or)
                (a.eq.1 ⇒ 10: unexpected end of input expecting "," or ")"
                (a.eq.1)) ⇒ 11: unexpected ')' expecting end of input
                (a.eq.1)x ⇒ 11: unexpected 'x' expecting end of input
                (a.eq.x(y),b.eq.2) ⇒ 13: unexpected ',' expecting end of input
                (a) ⇒ 5: unexpected ")" expecting letter, digit, "-", "->>", "->" or \
                delimiter (.)
                (AND(a.eq.1)) ⇒ 7: unexpected "(" expecting letter, digit, "-", "->>", "->" or \
                delimiter (.)
                (tags @> x) ⇒ 9: unexpected "@" expecting letter, digit, "-", "->>", "->" or \
                delimiter (.)
                (r.adj.[1,2),b.eq.2) ⇒ 14: unexpected ")" expecting letter, digit, "-", "->>", \
                "->" or delimiter (.)
                (or=(a.eq.1)) ⇒ 6: unexpected "=" expecting "("
                (a.eq) ⇒ 8: unexpected ")" expecting operator (eq, gt, ...)
                (a.eq .1) ⇒ 8: unexpected " " expecting operator (eq, gt, ...)
                (a.foo.1) ⇒ 6: unexpected "f" expecting "not" or operator (eq, gt, ...)
                (a. eq.1) ⇒ 6: unexpected " " expecting "not" or operator (eq, gt, ...)
                (c.name.eq.x) ⇒ 6: unexpected "a" expecting "not" or operator (eq, gt, ...)
                (a.not.foo.1) ⇒ 10: unexpected "f" expecting operator (eq, gt, ...)
                (not.a.eq.1) ⇒ 8: unexpected "." expecting logic operator (and, or)
                (not.AND(a.eq.1)) ⇒ 8: unexpected "A" expecting logic operator (and, or)
                (a.in.(x,y)z,b.eq.2) ⇒ 14: unexpected "z" expecting "," or ")"
                (a.cs.{1,2}x,b.eq.2) ⇒ 14: unexpected "x" expecting "," or ")"
                (a.in.(x ⇒ 11: unexpected end of input expecting "," or ")"
                (a.is.nullx) ⇒ 13: unexpected "x" expecting "," or ")"
                (a.is.nulx) ⇒ 12: unexpected "x" expecting \
                isVal: (null, not_null, true, false, unknown)
                (a->.eq.x) ⇒ 7: unexpected "." expecting "-", digit or any non reserved \
                character different from: .,>()
                """, text -> TreeGrammar.parse("or", text, new Budget()));
    }

    @Test
    void the_operator_decides_and_counts_in_columns() {
        var budget = new Budget();
        assertThat(Notation.condition(TreeGrammar.parse("and", "(a.eq.1)", budget)))
                .isEqualTo("and(‹a› = '1')");
        assertThat(Notation.condition(TreeGrammar.parse("not.and", "(a.eq.1)", budget)))
                .isEqualTo("not and(‹a› = '1')");
        assertThat(Notation.condition(TreeGrammar.parse("not.or", "(a.eq.1)", budget)))
                .isEqualTo("not or(‹a› = '1')");
        assertThat(GrammarCase.failure(() -> TreeGrammar.parse("not.or", "(a.eq.1", budget))
                .message())
                .isEqualTo("\"failed to parse logic tree ((a.eq.1)\" (line 1, column 14)");
    }

    private static String shown(String text) {
        return Notation.condition(TreeGrammar.parse("or", text, new Budget()));
    }
}
