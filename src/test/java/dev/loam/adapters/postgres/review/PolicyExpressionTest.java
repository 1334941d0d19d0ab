package dev.loam.adapters.postgres.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyExpressionTest {
    @Test
    void what_is_asked_for_each_row_can_be_asked_once() {
        String pairs = """
                (auth.uid() = owner_id)
                ((select auth.uid()) = owner_id)
                ((auth.jwt() ->> 'org'::text) = org)
                (((select auth.jwt()) ->> 'org'::text) = org)
                (owner_id = (current_setting('a.b)'::text, true))::uuid)
                (owner_id = ((select current_setting('a.b)'::text, true)))::uuid)
                (a = current_setting(('x.'::text || auth.role())))
                (a = (select current_setting(('x.'::text || auth.role()))))
                (EXISTS ( SELECT 1 FROM m WHERE (m.who = auth.uid())))
                (EXISTS ( SELECT 1 FROM m WHERE (m.who = (select auth.uid()))))
                ((auth.role() = 'auth.uid()'::text) AND (( SELECT auth.uid() AS uid) = a))
                (((select auth.role()) = 'auth.uid()'::text) AND (( SELECT auth.uid() AS uid) = a))
                """;
        List<String> lines = pairs.lines().toList();
        for (int i = 0; i < lines.size(); i += 2) {
            var expression = new PolicyExpression(lines.get(i));
            assertThat(expression.asksPerRow()).as(lines.get(i)).isTrue();
            assertThat(expression.askingOnce()).isEqualTo(lines.get(i + 1));
            assertThat(new PolicyExpression(lines.get(i + 1)).asksPerRow()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "true", "(title = 'auth.uid()'::text)", "(( SELECT auth.uid() AS uid) = owner_id)",
        "(( SELECT (auth.jwt() ->> 'org'::text)) = org)",
        "(( SELECT (auth.uid() IS DISTINCT FROM NULL::uuid)) AND open)",
        "(( SELECT (NULLIF(current_setting('a.b'::text, true), ''::text))::uuid AS id) = a)",
        "(a = ANY ( SELECT m.a FROM m WHERE (m.who = ( SELECT auth.uid() AS uid))))",
        "(myauth.uid() = \"auth.uid()\")"})
    void a_question_of_its_own_is_asked_once(String text) {
        var expression = new PolicyExpression(text);
        assertThat(expression.asksPerRow()).isFalse();
        assertThat(expression.askingOnce()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
        (auth.uid() = owner_id)                                        | owner_id
        (( SELECT auth.uid() AS uid) = owner_id)                       | owner_id
        (owner_id = ( SELECT auth.uid() AS uid))                       | owner_id
        (((auth.jwt() ->> 'org'::text))::uuid = org)                   | org
        (org = (((auth.jwt() -> 'app'::text) ->> 'org'::text))::bigint) | org
        ((owner)::text = (auth.uid())::text)                           | owner
        ("user" = auth.uid())                                          | "user"
        (mail = ( SELECT (auth.jwt() ->> 'email'::text)))              | mail
        (a = (NULLIF(current_setting('x.y'::text, true), ''::text))::uuid) | a
        ((a = auth.uid()) OR (b = auth.uid()))                         | a,b
        (EXISTS ( SELECT 1 FROM m WHERE ((m.who = auth.uid()) AND (note.id = m.id)))) | none
        (EXISTS ( SELECT 1 FROM m WHERE (note.owner = auth.uid())))    | owner
        (org = ANY (auth.orgs()))                                      | org
        (lower(mail) = auth.email())                                   | none
        (auth.role() = 'authenticated'::text)                          | none
        """)
    void columns_are_found_that_equal_who_is_asking(String text, String columns) {
        assertThat(new PolicyExpression(text).compared("note"))
                .containsExactly(columns == null ? new String[0] : columns.split(","));
    }
}
