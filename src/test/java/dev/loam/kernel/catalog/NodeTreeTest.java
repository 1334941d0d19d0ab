package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeTreeTest {
    private static List<String> origins(String tree) {
        return NodeTree.origins(tree.getBytes(StandardCharsets.UTF_8)).stream()
                .map(o -> o.number() + "=" + o.table() + "." + o.column()).toList();
    }

    private static String query(String rangeTable, String targets) {
        return "({QUERY :commandType 1 :rtable " + rangeTable + " :jointree {FROMEXPR :fromlist"
                + " ({RANGETBLREF :rtindex 1}) :quals <>} :targetList " + targets
                + " :override 0 :groupClause <>})";
    }

    private static String entry(int number, String name, long table, int column) {
        return "{TARGETENTRY :expr {VAR :varno 1 :varattno 1} :resno " + number + " :resname "
                + name + " :ressortgroupref 0 :resorigtbl " + table + " :resorigcol " + column
                + " :resjunk false}";
    }

    @Test
    void entries_name_the_column_they_pass_on() {
        assertThat(origins(query("({RTE})",
                "(" + entry(1, "id", 4_294_967_295L, 3) + " " + entry(2, "x", 16_390, 1) + ")")))
                .containsExactly("1=4294967295.3", "2=16390.1");
    }

    @Test
    void computed_and_junk_entries_pass_on_nothing() {
        assertThat(origins(query("<>", "(" + entry(1, "sum", 0, 0) + " "
                + entry(2, "<>", 5, 5).replace("resjunk false", "resjunk true") + ")"))).isEmpty();
    }

    @Test
    void target_lists_of_inner_queries_do_not_count() {
        String inner = "{QUERY :targetList (" + entry(1, "inner", 7, 7) + ")}";
        assertThat(origins(query("({RTE :subquery " + inner + "})",
                "(" + entry(1, "outer", 8, 8) + ")"))).containsExactly("1=8.8");
        assertThat(origins(query("<>", "(" + entry(1, "x", 8, 8)
                .replace(":varattno 1", ":subselect " + inner) + ")"))).containsExactly("1=8.8");
    }

    @Test
    void names_that_look_like_the_tree_do_not_mislead() {
        assertThat(origins(query("<>", "(" + entry(1, ":resno", 8, 2) + " "
                + entry(2, "\\)\\}\\ :resorigtbl\\ 5", 8, 3) + " "
                + entry(3, ":resorigtbl", 8, 4) + ")")))
                .containsExactly("1=8.2", "2=8.3", "3=8.4");
    }

    @Test
    void fields_may_be_missing_or_unknown() {
        assertThat(origins(query("<>", "({TARGETENTRY :expr <> :resno 1 :resnew {X} :resorigtbl 9"
                + " :resorigcol 2} {TARGETENTRY :expr <> :resno 2})"))).containsExactly("1=9.2");
    }

    @Test
    void a_text_that_is_no_tree_has_no_origins() {
        for (String text : List.of("", "<>", "(", "({QUERY", "({QUERY :targetList", "}}}",
                "({QUERY :targetList <>})", "({QUERY :targetList ({TARGETENTRY :resno", "\\")) {
            assertThat(origins(text)).as(text).isEmpty();
        }
    }
}
