package dev.loam.kernel.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {
    @Test
    void nodes_lists_data_and_nothing_are_read() {
        var node = (Node) Node.read("""
                {CONST :consttype 25 :constisnull false :constvalue 5 [ 20 0 0 0 -120 ] \
                :args ({VAR :varno 1} <> (o 1 2)) :none <>}""");
        assertThat(node.name()).isEqualTo("CONST");
        assertThat(node.id("consttype")).isEqualTo(25);
        assertThat(node.get("constisnull")).isEqualTo("false");
        assertThat(node.list("constvalue")).isEqualTo(List.of("20", "0", "0", "0", "-120"));
        assertThat(node.list("args")).hasSize(3);
        assertThat(((Node) node.list("args").getFirst()).id("varno")).isEqualTo(1);
        assertThat(node.list("args").getLast()).isEqualTo(List.of("o", "1", "2"));
        assertThat(node.fields()).containsEntry("none", null);
        assertThat(node.id("none")).isZero();
        assertThat(node.list("missing")).isEmpty();
    }

    @Test
    void names_that_look_like_syntax_are_names() {
        var node = (Node) Node.read("""
                {ENTRY :resname :relid :colnames ("\\(\\{" "a\\ b" ":relid") :relid 7}""");
        assertThat(node.get("resname")).isEqualTo(":relid");
        assertThat(node.list("colnames")).isEqualTo(List.of("\"({\"", "\"a b\"", "\":relid\""));
        assertThat(node.id("relid")).isEqualTo(7);
    }

    @Test
    void nothing_is_null() {
        assertThat(Node.read("<>")).isNull();
        assertThat(Node.read("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{A :b", "(1 2", "{A b}", "}", "[1", "{A :b 1} x", "{:", "{A :b (}",
            "\\"})
    void what_is_no_tree_is_refused(String text) {
        if (text.equals("\\")) {
            assertThat(Node.read(text)).isEqualTo("\\");
            return;
        }
        assertThatThrownBy(() -> Node.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void depth_is_bounded() {
        assertThatThrownBy(() -> Node.read("(".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "x", "1x", "1234567890123456789"})
    void what_is_no_number_is_none(String text) {
        assertThat(Node.number(text)).isZero();
    }
}
