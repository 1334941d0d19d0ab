package dev.loam.adapters.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

/// Where statements end, what refuses a transaction, and where things are.
class SqlScriptTest {
    private record Cut(String why, String sql, List<String> statements) {
    }

    static Stream<Cut> cuts() {
        return Stream.of(
                new Cut("plain", "select 1; select 2", List.of("select 1", "select 2")),
                new Cut("empty ones", " ;; \n -- only this\n ; /* or this */", List.of()),
                new Cut("strings", "select ';', 'it''s;'; b",
                        List.of("select ';', 'it''s;'", "b")),
                new Cut("backslash is plain in a string", "select '\\'; b",
                        List.of("select '\\'", "b")),
                new Cut("backslash escapes in E''", "select E'\\';', e'\\\\'; b",
                        List.of("select E'\\';', e'\\\\'", "b")),
                new Cut("a name that ends in e", "select name';'; b",
                        List.of("select name';'", "b")),
                new Cut("quoted names", "select \"a;\"\"b\"; c",
                        List.of("select \"a;\"\"b\"", "c")),
                new Cut("line comment", "select 1 -- ; ' \"\n + 1; b",
                        List.of("select 1 -- ; ' \"\n + 1", "b")),
                new Cut("nested comment", "a /* ; /* ; */ ; */ b; c",
                        List.of("a /* ; /* ; */ ; */ b", "c")),
                new Cut("dollar quotes", "do $$ ; ' $$; do $x$ $$ ; $y$ $x$; b",
                        List.of("do $$ ; ' $$", "do $x$ $$ ; $y$ $x$", "b")),
                new Cut("dollar in a name is no quote", "select a$b; select c$b; d",
                        List.of("select a$b", "select c$b", "d")),
                new Cut("parameters are no quotes", "select $1; select $1",
                        List.of("select $1", "select $1")),
                new Cut("parentheses", "create rule r as on insert to t do (select 1; select 2); b",
                        List.of("create rule r as on insert to t do (select 1; select 2)", "b")),
                new Cut("atomic body",
                        "create function f() returns int begin atomic select case when true then 1"
                        + " else 2 end; select 3; end; b",
                        List.of("create function f() returns int begin atomic select case when true"
                        + " then 1 else 2 end; select 3; end", "b")),
                new Cut("begin and end alone", "begin; select 1; end; b",
                        List.of("begin", "select 1", "end", "b")),
                new Cut("placeholders of other tools", "select '${a}', $q$ ${b} $q$, '{}', '?'; b",
                        List.of("select '${a}', $q$ ${b} $q$, '{}', '?'", "b")),
                new Cut("left open", "select 'a; b", List.of("select 'a; b")),
                new Cut("psql's copy", "a;\n\\copy t from 'x;y.csv' csv\nb;",
                        List.of("a", "\\copy t from 'x;y.csv' csv", "b")),
                new Cut("dumps restrict psql", "\\restrict abc\na;\n\\unrestrict abc\n",
                        List.of("a")));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void statements_end_where_psql_ends_them(Cut cut) {
        assertThat(SqlScript.parse("x.sql", cut.sql()).statements())
                .extracting(SqlStatement::text).isEqualTo(cut.statements());
    }

    @Test
    void lines_after_copy_from_stdin_are_data() {
        List<SqlStatement> statements = SqlScript.parse("x.sql",
                "copy t (a) from stdin;\n1;\n'\n\\.\nselect 2;\nCOPY u FROM STDIN\n;\n3\n")
                .statements();
        assertThat(statements).extracting(SqlStatement::text)
                .containsExactly("copy t (a) from stdin", "select 2", "COPY u FROM STDIN");
        assertThat(statements).extracting(SqlStatement::data)
                .containsExactly("1;\n'\n", null, "3\n");
    }

    @Test
    void other_commands_of_psql_are_refused_with_their_place() {
        assertThatThrownBy(() -> SqlScript.parse("seed.sql", "select 1;\n  \\i other.sql\n"))
                .isInstanceOf(MigrationFailed.class)
                .hasMessage("seed.sql:2:3: The psql command \\i is not understood here,"
                        + " only \\copy is.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "create index concurrently i on t (a)",
        "create unique index concurrently if not exists i on t (a)",
        "drop index concurrently i", "reindex table concurrently t", "reindex (verbose) database d",
        "vacuum", "VACUUM (analyze) t", "alter system set work_mem = '8MB'",
        "create database d", "drop database d", "cluster",
        "alter table t detach partition u concurrently",
        "create subscription s connection '' publication p", "discard all",
        "/* why */ -- how\n create index concurrently i on t (a)",
        "select 1; commit; select 2", "select 1; begin; select 2; commit",
        "-- loam: no-transaction\ncall p()"})
    void these_run_outside_of_a_transaction(String sql) {
        assertThat(SqlScript.parse("x.sql", sql).transactional()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "create index i on t (a)", "comment on table t is 'vacuum'", "cluster t using i",
        "refresh materialized view concurrently v", "alter type e add value 'x'",
        "alter table vacuum add column concurrently int", "savepoint a; rollback to a",
        "do $$ begin perform 1; commit; end $$", "select 'create index concurrently'",
        "begin; create table t (); commit;", "start transaction; select 1; end"})
    void these_run_inside_of_a_transaction(String sql) {
        assertThat(SqlScript.parse("x.sql", sql).transactional()).isTrue();
    }

    @Test
    void a_transaction_around_the_whole_file_is_ours() {
        assertThat(SqlScript.parse("x.sql", "begin; select 1; select 2; commit;").body())
                .extracting(SqlStatement::text).containsExactly("select 1", "select 2");
    }

    @Test
    void places_are_counted_in_lines_and_characters_from_one() {
        SqlScript script = SqlScript.parse("x.sql", "select 1;\n\n  select '😀ä', x;\n");
        SqlStatement second = script.statements().get(1);
        assertThat(script.place(second.offset()))
                .isEqualTo(new SqlScript.Place(3, 3, "  select '😀ä', x;"));
        // PostgreSQL counts the emoji as one character: the x is its fourteenth.
        assertThat(script.place(second, 14).column()).isEqualTo(16);
        assertThat(script.place(0)).isEqualTo(new SqlScript.Place(1, 1, "select 1;"));
        assertThat(script.place(10_000).line()).isEqualTo(4);
    }
}
