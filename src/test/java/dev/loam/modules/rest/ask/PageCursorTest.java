package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.modules.rest.grammar.RawParam;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {
    private static final TableName FILMS = new TableName("api", "films");
    private static final QueryPrint PRINT = print("select=a", "order=b", "c=eq.1", "d=eq.2");

    @Test
    void what_is_written_is_read() {
        var cursor = new PageCursor(PRINT, Arrays.asList(
                "", null, "null", "a\"b\\c\n\u0001", "日本 😀", "1.50", "x".repeat(6_000)));
        assertThat(PageCursor.parse(cursor.text())).isEqualTo(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void one_text_for_one_place() {
        String text = new PageCursor(PRINT, List.of("5")).text();
        for (int at = 0; at < text.length(); at++) {
            for (char other : new char[] {'A', 'g', '_', '!', '='}) {
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                if (!changed.equals(text)) {
                    refused(changed);
                }
            }
        }
        refused(text + "A");
        refused(text + "=");
        refused(text.substring(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "A", "AAAA", "~", "{}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void other_texts_are_refused(String text) {
        refused(text);
    }

    @Test
    void a_print_says_which_part_of_a_query_differs() {
        assertThat(PRINT.differences(print("d=eq.2", "select=a", "c=eq.1", "order=b"))).isEmpty();
        assertThat(PRINT.differences(print("select=a", "order=b.desc", "c=eq.1", "d=eq.2")))
                .isEqualTo("order");
        assertThat(PRINT.differences(print("order=b", "c=eq.1"))).isEqualTo(
                "select, another set of filters");
        assertThat(PRINT.differences(QueryPrint.of(new TableName("api", "shows"), List.of("b"),
                paging("select=a", "order=b", "c=eq.1", "d=eq.2"))))
                .isEqualTo("relation or key");
    }

    @Test
    void a_reference_is_the_same_query_from_another_place() {
        Paging paging = paging("select=a,b", "name=eq.x&y");
        assertThat(paging.reference(null, 5L))
                .isEqualTo("?select=a%2Cb&name=eq.x%26y&limit=5&cursor=~");
        assertThat(paging().reference(new PageCursor(PRINT, List.of("1")), null))
                .startsWith("?cursor=~A");
    }

    private static QueryPrint print(String... params) {
        return QueryPrint.of(FILMS, List.of("b"), paging(params));
    }

    private static Paging paging(String... params) {
        return new Paging(null, Arrays.stream(params).map(param -> param.split("=", 2))
                .map(pair -> new RawParam(pair[0], pair[1])).toList());
    }

    private static void refused(String text) {
        var refusal = catchThrowableOfType(Refusal.class, () -> PageCursor.parse(text));
        assertThat(refusal).as(text).isNotNull();
        assertThat(refusal.failure().code()).isEqualTo("LOAM-REST-020");
    }
}
