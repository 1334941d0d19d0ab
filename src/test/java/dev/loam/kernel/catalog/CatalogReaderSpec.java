package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogReaderSpec {
    private static final String FILMS = "[id integer, director_id integer, producer_id integer,"
            + " sequel_of integer, title text]";

    private static Catalog catalog;

    @BeforeAll
    static void read() throws Exception {
        catalog = read(PostgresFixture.freshDatabase(CatalogSchema.SCRIPT), "api");
    }

    private static Catalog read(TestDatabase database, String... schemas) throws Exception {
        try (var jdbc = new JdbcDatabase(database)) {
            return CatalogReader.read(jdbc, new CatalogReader.Options(
                    List.of(schemas), List.of("public"), 7,
                    () -> Run.until(new Deadline(Long.MAX_VALUE))));
        }
    }

    @Test
    void what_belongs_to_the_whole_database_is_read() {
        assertThat(catalog.version()).isEqualTo(7);
        assertThat(catalog.serverVersion()).isBetween(180_000, 189_999);
        assertThat(catalog.schemaComments()).isEqualTo(Map.of("api", "what the world sees"));
    }

    // writes: i, u, d for what it takes, t for triggers.
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            directors,      TABLE,             iud,  id,               who directs
            films,          TABLE,             iud,  id,               -
            roles,          TABLE,             iud,  film_id+actor_id, -
            loose_roles,    TABLE,             iud,  -,                -
            seats,          TABLE,             iud,  place+hall,       -
            actors,         TABLE,             iudt, id,               -
            events,         PARTITIONED_TABLE, iudt, id+day,           -
            events_2024,    TABLE,             iudt, id+day,           -
            recent_films,   VIEW,              iud,  film,             -
            inner_films,    VIEW,              iud,  film,             -
            film_directors, VIEW,              -,    id+did,           -
            film_titles,    MATERIALIZED_VIEW, -,    id,               -
            both_films,     VIEW,              -,    -,                -
            computed_films, VIEW,              iud,  -,                -
            guarded,        VIEW,              it,   id,               -
            actor_names,    VIEW,              iudt, -,                -
            studios,        VIEW,              iud,  studio_id,        -
            credits,        VIEW,              iud,  studio_id+film_id, -
            """)
    void relations_have_kind_writes_key_and_comment(
            String name, Table.Kind kind, String writes, String key, String comment) {
        Table table = table(name);
        assertThat(table.kind()).isEqualTo(kind);
        assertThat((table.insertable() ? "i" : "") + (table.updatable() ? "u" : "")
                + (table.deletable() ? "d" : "") + (table.triggers() ? "t" : ""))
                .isEqualTo(writes == null ? "" : writes);
        assertThat(table.primaryKey())
                .isEqualTo(key == null ? List.of() : List.of(key.split("\\+")));
        assertThat(table.comment()).isEqualTo(comment);
    }

    @Test
    void relations_of_schemas_that_are_not_exposed_are_not_there() {
        assertThat(catalog.tables().keySet()).allMatch(name -> name.schema().equals("api"));
        assertThat(catalog.tables().keySet()).hasSize(24);
    }

    // flags: n nullable, i identity, g generated.
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', quoteCharacter = '`', textBlock = """
            id | integer | = | pg_catalog int4 | - | i | nextval('api.directors_id_seq'::regclass)
            name | character varying(80) | = | pg_catalog varchar | 80 | - | -
            mail | api.email | character varying(90) | api email | 90 | - | -
            work_mail | api.work_email | character varying(90) | api work_email | 90 | - \
            | 'n@x.y'::character varying
            feels | api.mood | = | api mood | - | n | 'ok'::api.mood
            papers | api.document | jsonb | api document | - | n | -
            home | api.address | = | api address | - | n | -
            tags | text[] | = | pg_catalog _text | - | n | -
            code | character(3) | = | pg_catalog bpchar | 3 | n | -
            loose | bpchar | = | pg_catalog bpchar | - | n | -
            born | timestamp(3) with time zone | = | pg_catalog timestamptz | - | n | now()
            number | integer | = | pg_catalog int4 | - | ig | -
            upper_name | text | = | pg_catalog text | - | ng | -
            price | numeric(10,2) | = | pg_catalog numeric | - | n | 1.5
            Odd "column | integer | = | pg_catalog int4 | - | n | -
            """)
    void columns_have_types_and_defaults_fit_for_sql(
            String name, String type, String baseType, String typeName, Integer lengthMax,
            String flags, String defaultSql) {
        Column column = table("directors").columns().get(name);
        assertThat(column.type()).isEqualTo(type);
        assertThat(column.baseType()).isEqualTo(baseType.equals("=") ? type : baseType);
        assertThat(column.typeSchemaName() + " " + column.typeName()).isEqualTo(typeName);
        assertThat(column.lengthMax()).isEqualTo(lengthMax);
        assertThat((column.nullable() ? "n" : "") + (column.identity() ? "i" : "")
                + (column.generated() ? "g" : "")).isEqualTo(flags == null ? "" : flags);
        assertThat(column.defaultSql()).isEqualTo(defaultSql);
    }

    @Test
    void columns_have_comments_labels_and_order() {
        Map<String, Column> columns = table("directors").columns();
        assertThat(columns.get("name").comment()).isEqualTo("full name");
        assertThat(columns.get("feels").enumValues()).containsExactly("sad", "ok", "happy");
        assertThat(columns.get("name").enumValues()).isEmpty();
        assertThat(columns.get("papers").isJson()).isTrue();
        assertThat(columns.keySet()).startsWith("id", "name", "mail").endsWith("Odd \"column");
    }

    @ParameterizedTest
    @MethodSource("dev.loam.kernel.catalog.RelationshipCases#all")
    void relationships_are_exactly_these(String from, String to, List<String> expected) {
        assertThat(RelationshipCases.between(catalog, from, to))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void partitions_and_set_operations_and_computed_keys_relate_to_nothing() {
        assertThat(catalog.relationshipsFrom(name("events_2024"))).isEmpty();
        assertThat(catalog.relationshipsFrom(name("both_films"))).isEmpty();
        assertThat(RelationshipCases.between(catalog, "computed_films", "specs")).isEmpty();
    }

    // Of each overload: volatility, parameters (! for required, * for variadic), result.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain        | IMMUTABLE () integer
            defaults     | STABLE (a integer!, b text, c bpchar) text & VOLATILE (a integer!) text
            many         | VOLATILE (a integer!, rest integer[]!*) variadic set integer
            outs         | VOLATILE (a integer!, b integer!) row record [b integer, c text]
            one_out      | VOLATILE () row integer [answer integer]
            as_table     | VOLATILE (a integer!) set row record [x integer, y api.mood]
            all_films    | VOLATILE () set row api.films of api.films [films]
            one_film     | VOLATILE (id integer!) row api.films of api.films [films]
            domain_film  | VOLATILE () row api.film_domain of api.films [films]
            hidden_rows  | VOLATILE () set row hidden.studios [id integer, name text]
            an_address   | VOLATILE () row api.address [street text, number integer]
            a_record     | VOLATILE () record
            tuned        | VOLATILE () void
            unnamed      | VOLATILE ( json!) json
            """)
    void functions_have_parameters_and_results(String name, String expected) {
        assertThat(String.join(" & ", catalog.functionsNamed(new FunctionName("api", name))
                .stream().map(RelationshipCases::describe).toList()))
                .isEqualTo(expected.replace("[films]", FILMS));
    }

    @Test
    void functions_have_settings_and_comments() {
        assertThat(function("tuned").settings()).isEqualTo(Map.of(
                "statement_timeout", "4s", "timezone", "UTC", "search_path", "api, \"x=y\""));
        assertThat(function("plain").comment()).isEqualTo("one");
        assertThat(function("as_table").returns().columns().get(1).enumValues())
                .containsExactly("sad", "ok", "happy");
    }

    @Test
    void procedures_trigger_functions_and_aggregates_are_not_functions() {
        assertThat(catalog.functions().keySet()).extracting(FunctionName::name)
                .doesNotContain("not_listed", "nothing", "films_html");
    }

    @Test
    void implicit_casts_of_domains_are_representations() {
        assertThat(catalog.representations()).isEqualTo(Map.of(
                new Catalog.CastPair("api.app_uuid", "json"), "api.app_json",
                new Catalog.CastPair("json", "api.app_uuid"), "api.app_uuid"));
    }

    @Test
    void domains_named_like_media_types_make_handlers() {
        assertThat(catalog.mediaHandlers()).contains(
                new MediaHandler("*/*", new FunctionName("api", "any_bytes"), null, true,
                        true),
                new MediaHandler("text/html", new FunctionName("api", "films_html"),
                        name("films"), true, false),
                new MediaHandler("text/html", new FunctionName("api", "page"), null, false,
                        false))
                .noneMatch(handler -> handler.function().name().equals("not_page"));
    }

    @Test
    void several_schemas_are_exposed_in_their_order_and_missing_ones_are_empty() throws Exception {
        var both = read(PostgresFixture.freshDatabase(CatalogSchema.SCRIPT),
                "hidden", "Odd \"schema", "missing", "api");
        assertThat(both.schemas()).containsExactly("hidden", "Odd \"schema", "missing", "api");
        assertThat(both.table(new TableName("hidden", "studios")).columns()).hasSize(2);
        assertThat(RelationshipCases.between(both, "api.films", "hidden.studios"))
                .contains("M2M hidden.credits credits_film credits_studio id=film_id studio_id=id");
    }

    @Test
    void an_unreadable_database_is_told_with_the_query() throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase();
        try (var jdbc = new JdbcDatabase(database)) {
            database.execute("create schema s; create view s.v as select 1 as x;"
                    + "set allow_system_table_mods = on;"
                    + "update pg_catalog.pg_attribute set atttypid = 1 where attname = 'x'"
                    + " and attrelid = 's.v'::regclass");
            assertThatThrownBy(() -> CatalogReader.read(jdbc, new CatalogReader.Options(
                    List.of("s"), List.of(), 1, () -> Run.until(new Deadline(Long.MAX_VALUE)))))
                    .isInstanceOf(CatalogUnreadable.class).hasMessageContaining("type 1 ");
        }
    }

    @Test
    void a_refused_query_is_told_with_its_sql_state() throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase();
        database.execute("alter role postgres in database " + database.name()
                + " set statement_timeout = 1");
        try (var jdbc = new JdbcDatabase(database)) {
            assertThatThrownBy(() -> CatalogReader.read(jdbc, new CatalogReader.Options(
                    List.of("s"), List.of(), 1, () -> Run.until(new Deadline(Long.MAX_VALUE)))))
                    .isInstanceOfSatisfying(CatalogUnreadable.class, e -> assertThat(e.outcome())
                            .isInstanceOf(Outcome.SqlError.class))
                    .hasMessageContaining("57014");
        }
    }

    @Test
    void postgresql_15_gives_the_same_catalog() throws Exception {
        try (PostgresProcess server = PostgresProcess.start(PostgresPrograms.debian15())) {
            var database = new TestDatabase(server.port(), "postgres");
            database.execute(CatalogSchema.SCRIPT);
            Catalog old = read(database, "api");
            assertThat(old.serverVersion()).isBetween(150_000, 159_999);
            assertThat(old.tables()).isEqualTo(catalog.tables());
            assertThat(old.relationships()).isEqualTo(catalog.relationships());
            assertThat(old.functions()).isEqualTo(catalog.functions());
            assertThat(old.mediaHandlers()).isEqualTo(catalog.mediaHandlers());
        }
    }

    private static TableName name(String table) {
        return new TableName("api", table);
    }

    private static Table table(String table) {
        return catalog.table(name(table));
    }

    private static Function function(String function) {
        return catalog.functionsNamed(new FunctionName("api", function)).getFirst();
    }

    // Whether a function of this body, called by a read, may set an answer's headers or status.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sql as $$select 'a'$$                                                 | false
            sql as $$select current_setting('response.body')$$                    | false
            sql as $$select set_config('response.status', '201', true)$$          | true
            sql return set_config('response.status', '201', true)                 | true
            sql as $$select set_config(concat('a', 'b.c'), '', true)$$            | true
            plpgsql as $$begin set local response.status = 201; end$$             | true
            plpgsql as $$begin set local "response"."headers" = '[]'; end$$       | true
            plpgsql as $$begin execute 'select 1'; end$$                          | true
            sql as $$select query_to_xml(concat('a'), true, true, '')::text$$     | true
            internal as 'pg_client_encoding'                                      | false
            internal as 'set_config_by_name'                                      | true
            """)
    void functions_that_may_set_answers_are_known(String body, boolean sets) throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase();
        database.execute("create function one() returns text language " + body);
        assertThat(read(database, "public").setsAnswers()).isEqualTo(sets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            create extension pg_trgm                                              | false
            create policy p on t using (a = 1)                                    | false
            create policy p on t using (set_config('a.b', '', true) = '')         | true
            create policy p on t with check (set_config('a.b', '', true) = '')    | true
            alter database one set "response.status" = '201'                      | true
            alter table t alter a set default length('set_config')                | false
            alter table t alter a set default length(set_config('a.b', '', true)) | true
            alter table t add check (set_config('a.b', '', true) = '')            | true
            create domain d as int check (set_config('a.b', '', true) = '')       | true
            create domain d as text default set_config('a.b', '', true)           | true
            create view v as select set_config('a.b', '', true)                   | true
            create rule r as on delete to t \
            where set_config('a.b', '', true) = '' do nothing                     | true
            create aggregate s(text, boolean) (sfunc = set_config, stype = text)  | true
            """)
    void other_things_that_may_set_answers_are_known(String sql, boolean sets) throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase();
        database.execute("create table t (a int);"
                + sql.replace("database one", "database \"" + database.name() + '"'));
        assertThat(read(database, "public").setsAnswers()).isEqualTo(sets);
    }
}
