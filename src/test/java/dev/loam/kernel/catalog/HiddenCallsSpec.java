package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.ports.database.Run;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What PostgreSQL calls by itself, as the catalog tells it.
class HiddenCallsSpec {
    private static final String SCRIPT = """
            create schema api;
            create schema lib;
            create extension hstore schema lib;
            create extension citext schema lib;
            create type api.mood as enum ('sad', 'fine');
            create type api.tone as enum ('low', 'high');
            create type api.pair as (a integer, b text);
            create function api.tone_json(api.tone) returns json language sql stable
                return to_json('tone'::text);
            create cast (api.tone as json) with function api.tone_json(api.tone);
            create function api.fits(text) returns boolean language plpgsql immutable
                as 'begin return true; end';
            create domain api.word as text check (api.fits(value));
            create domain api.tones as api.tone[];
            create domain api.pairs as api.pair;
            create domain api."odd (name)" as numeric(10,2);
            create type api.span as range (subtype = date);
            create function api.mood_is(api.mood, text) returns boolean language sql stable
                return $1::text = $2;
            create operator api.=== (leftarg = api.mood, rightarg = text,
                function = api.mood_is);
            create function api.joined(text, text) returns boolean language sql stable
                return $1 = $2;
            create operator api.&& (leftarg = text, rightarg = text, function = api.joined);
            create function api.kept(text, text) returns text language sql stable return $2;
            create aggregate api.max(text) (sfunc = api.kept, stype = text);
            create table api.films (id integer primary key, title text, mood api.mood);
            create table api.parents (id integer primary key);
            create table api.children () inherits (api.parents);
            create collation api.loose (provider = icu, locale = 'und-u-ks-level2',
                deterministic = false);
            create table api.loose (id integer primary key, name text collate api.loose);
            create function api.long_title(api.films) returns text language sql stable
                return $1.title || '!';
            create function lib.anything(anyelement, integer default 3) returns api.mood
                language sql stable as 'select ''fine''::api.mood';
            create function api.cut(a integer, most integer default 10) returns integer
                language sql stable return a;
            create function api.since(a integer, at timestamptz default now()) returns integer
                language sql stable return a;
            """;

    private static Catalog catalog;
    private static HiddenCalls hidden;

    @BeforeAll
    static void read() throws Exception {
        try (var jdbc = new JdbcDatabase(PostgresFixture.freshDatabase(SCRIPT))) {
            catalog = CatalogReader.read(jdbc, new CatalogReader.Options(List.of("api"),
                    List.of("lib"), 1, () -> Run.until(new Deadline(Long.MAX_VALUE))));
        }
        hidden = catalog.hiddenCalls();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', value = {
        "integer | ''", "numeric(10,2) | ''", "text[] | ''", "lib.citext | ''", "lib.hstore | ''",
        "lib.hstore[] | ''", "api.tone | tone_json", "api.tone[] | tone_json",
        "api.tones | tone_json", "api.word | fits", "api.mood | mood_is", "api.span | ''",
        "api.pair | -", "api.pairs | -", "api.films | -", "api.\"odd (name)\" | ''"})
    void a_type_brings_its_functions(String type, String functions) {
        Set<FunctionName> found = hidden.ofType(type);
        assertThat(found == null ? null : names(found)).isEqualTo(functions);
    }

    @Test
    void what_takes_values_of_postgresqls_own_types_may_be_called_for_any() {
        assertThat(names(hidden.ofAll())).isEqualTo("joined max mood_is");
    }

    @Test
    void functions_of_a_row_are_columns() {
        assertThat(hidden.ofColumns().get("long_title")).containsExactly(new HiddenCalls.OfRow(
                new FunctionName("api", "long_title"), "text"));
        assertThat(hidden.ofColumns().get("anything")).containsExactly(new HiddenCalls.OfRow(
                new FunctionName("lib", "anything"), "api.mood"));
        assertThat(hidden.ofColumns()).doesNotContainKey("joined");
    }

    @Test
    void defaults_that_are_no_constants_are_told() {
        assertThat(hidden.computedDefaults())
                .containsExactly(new FunctionName("api", "since"));
    }

    @Test
    void texts_tell_rows_apart_unless_a_collation_or_children_say_otherwise() {
        assertThat(catalog.tables().values().stream().filter(Table::textsDiffer)
                .map(Table::name).map(TableName::name).toList())
                .containsExactlyInAnyOrder("films", "children");
    }

    private static String names(Set<FunctionName> functions) {
        return functions.stream().map(FunctionName::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream().collect(Collectors.joining(" "));
    }
}
