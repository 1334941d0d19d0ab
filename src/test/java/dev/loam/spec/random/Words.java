package dev.loam.spec.random;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names and texts as nobody should choose them, but some do.
final class Words {
    private static final List<String> BEGINNINGS = List.of(
            "plain", "Upper", "t_1", "t_2", "pgrst_call_1", "select", "order", "limit", "and",
            "user", "table", "count", "*star",
            "sp ace", " lead", "do.t", "do..t", "qu\"ote", "qu'ote", "com,ma", "par(en)", "co:lon",
            "ca::st", "ar->row", "ar->>row", "ba\\ck", "que?stion", "per%25cent", "plus+and&is=",
            "semi;colon", "do$$lar", "brä", "日本", "😀", "e\u0301", "not", "or", "is", "in",
            "columns", "on_conflict", "a!inner", "...dots", "{brace}", "[0]", "1st", "-dash", "_",
            "$1", "sla/sh", "ha#sh", "null", "true", "excluded", "pgrst_source",
            "pgrst_call", "_postgrest_t", "long_enough_to_be_cut_by_postgresql_at_sixty_three_");
    private static final List<String> TEXTS = List.of(
            "", " ", "a", "b", "B", "abc", "a,b", "a.b", "(a)", ")", "\"", "\"\"", "a\"b", "'",
            "''; drop table x; --", "\\", "\\\\", "a\\\"b", "{", "}", "{a,b}", "null", "NULL",
            "true", "*", "%", "a%b", "_", "a*b", "ä", "日本語", "😀", "\n", "a\nb", "\t", "\r\n",
            "eq.1", "not.eq.1", "in.(1,2)", "->", "->>", "::text", "1", "01", "1e3", "-1",
            " a ", "a  b", "<b>&amp;</b>", "$1", "?", "??", ":x", "{fn now()}", "%00", "+",
            "the quick brown fox", "jumps over", "E'\\n'", "\u00a0", "\u200b", "\uffff");

    private final Dice dice;
    private final Set<String> taken = new HashSet<>();

    Words(Dice dice) {
        this.dice = dice;
    }

    /// A name that was not given before, even if PostgreSQL cuts it.
    String name() {
        String name = dice.oneIn(3) ? "t" : dice.pick(BEGINNINGS);
        String whole = taken.contains(cut(name)) || dice.oneIn(2) ? name + taken.size() : name;
        whole = cut(whole);
        return taken.add(whole) ? whole : name();
    }

    /// A name that could be taken for another one: as the server might derive it from that.
    String like(String other) {
        String derived = dice.oneIn(2) && other.matches(".*_\\d") ? other.replaceAll("_\\d$", "")
                : other + "_" + dice.between(1, 2);
        String whole = cut(derived);
        return taken.add(whole) ? whole : name();
    }

    static String text(Dice dice) {
        return dice.oneIn(8) ? dice.pick(TEXTS) + dice.pick(TEXTS) : dice.pick(TEXTS);
    }

    /// PostgreSQL keeps 63 bytes of a name.
    private static String cut(String name) {
        String cut = name;
        while (cut.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 63) {
            cut = cut.substring(1);
        }
        return cut;
    }
}
