package dev.loam.modules.rest.grammar;

import dev.loam.kernel.query.Asked;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class OrderGrammarTest {
    private static final String AFTER_FIELD = "letter, digit, \"-\", \"->>\", \"->\", "
            + "delimiter (.), \",\" or end of input";

    @TestFactory
    Stream<DynamicTest> orders_are_understood() {
        return GrammarCase.understood("""
                a ⇒ ‹a›
                a.asc ⇒ ‹a› asc
                a.desc ⇒ ‹a› desc
                a.nullsfirst ⇒ ‹a› first
                a.nullslast ⇒ ‹a› last
                a.desc.nullsfirst ⇒ ‹a› desc first
                a.asc.nullslast ⇒ ‹a› asc last
                a.asc,b.desc ⇒ ‹a› asc, ‹b› desc
                ␠a , b␠ ⇒ ‹a›, ‹b›
                a .desc , b.asc␠ ⇒ ‹a› desc, ‹b› asc
                a,a ⇒ ‹a›, ‹a›
                with space ⇒ ‹with space›
                a desc ⇒ ‹a desc›
                $d ⇒ ‹$d›
                da-sh.desc ⇒ ‹da-sh› desc
                üñí.desc ⇒ ‹üñí› desc
                asc.desc ⇒ ‹asc› desc
                "weird,name".desc ⇒ ‹weird,name› desc
                "with.x".desc ⇒ ‹with.x› desc
                j->>k.desc ⇒ ‹j›->>'k' desc
                j->a->0.asc.nullslast ⇒ ‹j›->'a'->0 asc last
                j->0 ⇒ ‹j›->0
                j->x y.desc ⇒ ‹j›->'x y' desc
                j->a-b.desc ⇒ ‹j›->'a-b' desc
                j->"k.l".desc ⇒ ‹j›->'k.l' desc
                location->>lat ⇒ ‹location›->>'lat'
                c(name) ⇒ ‹c› ‹name›
                c (name) ⇒ ‹c› ‹name›
                c( name ) ⇒ ‹c› ‹name›
                c(name).desc ⇒ ‹c› ‹name› desc
                c(name).desc.nullsfirst,b ⇒ ‹c› ‹name› desc first, ‹b›
                c(j->>k).desc ⇒ ‹c› ‹j›->>'k' desc
                "c d"("e.f").asc ⇒ ‹c d› ‹e.f› asc
                """, text -> Notation.orders(List.of(new Asked.At<>(
                List.of(), OrderGrammar.parse(text, new Budget())))));
    }

    @TestFactory
    Stream<DynamicTest> bad_orders_are_refused() {
        return GrammarCase.refused("order", """
                ⇒ 1: unexpected end of input expecting field name (* or [a..z0..9_$])
                , ⇒ 1: unexpected "," expecting field name (* or [a..z0..9_$])
                a, ⇒ 3: unexpected end of input expecting field name (* or [a..z0..9_$])
                a,,b ⇒ 3: unexpected "," expecting field name (* or [a..z0..9_$])
                * ⇒ 1: unexpected "*" expecting field name (* or [a..z0..9_$])
                a.dec ⇒ 3: unexpected "d" expecting "asc", "desc", "nullsfirst" or "nullslast"
                a.DESC ⇒ 3: unexpected "D" expecting "asc", "desc", "nullsfirst" or "nullslast"
                a. ⇒ 3: unexpected end of input expecting "asc", "desc", "nullsfirst" or \
                "nullslast"
                a. desc ⇒ 3: unexpected " " expecting "asc", "desc", "nullsfirst" or "nullslast"
                c.name ⇒ 3: unexpected "n" expecting "asc", "desc", "nullsfirst" or "nullslast"
                a.' ⇒ 3: unexpected "'" expecting "asc", "desc", "nullsfirst" or "nullslast"
                a.desc.foo ⇒ 8: unexpected "f" expecting "nullsfirst" or "nullslast"
                a.desc. ⇒ 8: unexpected end of input expecting "nullsfirst" or "nullslast"
                a.desc,a.foo ⇒ 10: unexpected "f" expecting "asc", "desc", "nullsfirst" or \
                "nullslast"
                a.nullsfirst.desc ⇒ 13: unexpected '.' expecting "," or end of input
                a.desc.nullsfirst.x ⇒ 18: unexpected '.' expecting "," or end of input
                a.descending ⇒ 7: unexpected 'e' expecting delimiter (.), "," or end of input
                a.nullslasttt ⇒ 12: unexpected 't' expecting "," or end of input
                a.ac ⇒ 3: unexpected "c" expecting "asc", "desc", "nullsfirst" or "nullslast"
                a.asc.nulsfirst ⇒ 7: unexpected "s" expecting "nullsfirst" or "nullslast"
                a::text ⇒ 2: unexpected ':' expecting AFTER_FIELD
                a;b ⇒ 2: unexpected ';' expecting AFTER_FIELD
                a)b ⇒ 2: unexpected ')' expecting AFTER_FIELD
                a' ⇒ 2: unexpected '\\'' expecting AFTER_FIELD
                j->a:b.desc ⇒ 5: unexpected ':' expecting "-", "->>", "->", delimiter (.), "," \
                or end of input
                c(name ⇒ 2: unexpected '(' expecting AFTER_FIELD
                c() ⇒ 2: unexpected '(' expecting AFTER_FIELD
                c(name)x ⇒ 2: unexpected '(' expecting AFTER_FIELD
                c(name,id) ⇒ 2: unexpected '(' expecting AFTER_FIELD
                d(c(name)) ⇒ 2: unexpected '(' expecting AFTER_FIELD
                c(name). ⇒ 2: unexpected '(' expecting AFTER_FIELD
                """.replace("AFTER_FIELD", AFTER_FIELD),
                text -> OrderGrammar.parse(text, new Budget()));
    }
}
