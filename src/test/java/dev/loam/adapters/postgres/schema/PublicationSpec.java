package dev.loam.adapters.postgres.schema;

import static dev.loam.adapters.postgres.schema.DatabaseServer.column;
import static dev.loam.adapters.postgres.schema.DatabaseServer.execute;
import static dev.loam.adapters.postgres.schema.DatabaseServer.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.config.Secret;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.PostgresProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// Which tables the publication `loam_changes` holds, and what the log tells of the schema.
class PublicationSpec {
    private static final BootstrapConfig CONFIG =
            BootstrapConfig.of(null, new Secret("s'ecret")).withDefaultPrivileges(false);
    private static final String MEMBERS = "select tablename from pg_publication_tables"
            + " where pubname = 'loam_changes' and schemaname = 'changing' order by 1";

    @TempDir
    static Path folder;
    private static DatabaseServer server;
    private static String url;

    private Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = new DatabaseServer(folder);
        url = server.newDatabase();
        try (Connection first = DriverManager.getConnection(url)) {
            execute(first, "create table before (id int primary key)");
            assertThat(Bootstrap.apply(first, CONFIG).refused()).isEmpty();
            assertThat(value(first, "select published from loam.change_tables"
                    + " where table_name = 'before'")).isEqualTo("t");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(url);
        execute(connection, """
                drop schema if exists changing cascade;
                create schema changing;
                set search_path = changing;
                create table plain (id int primary key, a text);
                create table bare (id int not null, a text);
                create table parted (id int primary key) partition by range (id);
                create table part partition of parted for values from (0) to (10)
                """);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    /// Each in one transaction with the statement; `plain` and `part` are members before.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        select                                                          | part plain
        alter table bare add primary key (id)                           | bare part plain
        alter table bare replica identity full                          | bare part plain
        alter table bare add constraint k primary key (id) deferrable   | part plain
        create unique index k on bare (id)                              | part plain
        create unique index k on bare (id); alter table bare replica identity using index k \
            | bare part plain
        create unique index k on plain (id); alter table plain replica identity using index k; \
            drop index k                                                | part
        alter table plain drop constraint plain_pkey                    | part
        alter table plain drop column id                                | part
        alter table plain replica identity nothing                      | part
        alter table plain rename to other                               | other part
        alter table plain set schema public; drop table public.plain    | part
        alter table plain set unlogged                                  | part
        alter table plain set unlogged; alter table plain set logged    | part plain
        do $$ begin execute 'alter table plain set unlogged'; end $$    | part
        alter table parted drop constraint parted_pkey                  | plain
        alter table parted detach partition part                        | part plain
        create table more (id int not null); \
            alter table parted attach partition more for values from (10) to (20) \
            | more part plain
        create table fresh (id int primary key); update fresh set id = 1 | fresh part plain
        create table fresh as select 1 as id; update fresh set id = 2   | part plain
        create table fresh (id int primary key) inherits (plain)        | fresh part plain
        create unlogged table fresh (id int primary key)                | part plain
        create temp table fresh (id int primary key)                    | part plain
        create domain d as int; create table fresh (id d primary key); \
            drop domain d cascade                                       | part plain
        drop table plain                                                | part
        """)
    void tables_follow_their_identity(String sql, String members) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, sql);
        assertThat(String.join(" ", column(connection, MEMBERS))).isEqualTo(members);
        connection.commit();
        assertThat(value(connection, "select count(*) from loam.change_tables"
                + " where published <> (why is null)")).isEqualTo("0");
        connection.commit();
    }

    @Test
    void what_is_left_out_is_named_with_the_reason() throws SQLException {
        execute(connection, """
                create unlogged table quick (id int primary key);
                create table late (id int primary key deferrable);
                create table none (id int primary key);
                alter table none replica identity nothing;
                create publication of_users for table bare
                """);
        assertThat(column(connection, "select concat_ws(' ', table_name, why, refused_by)"
                + " from loam.untended where schema_name = 'changing' order by 1"))
                .containsExactly("bare it has no primary key {of_users}",
                        "late its primary key is deferrable or not valid {}",
                        "none its replica identity is NOTHING {}",
                        "quick it is unlogged {}");
        assertThat(column(connection, "select prrelid::regclass from pg_publication_rel"
                + " join pg_publication p on p.oid = prpubid where pubname = 'of_users'"))
                .containsExactly("bare");
        execute(connection, "drop publication of_users");
    }

    @Test
    void generated_columns_take_nobody_his_updates() throws SQLException {
        execute(connection, """
                create table made (id int, twice int generated always as (id * 2) stored);
                alter table made replica identity full;
                insert into made values (1);
                update made set id = 2;
                delete from made
                """);
        assertThat(column(connection, MEMBERS)).contains("made");
    }

    @Test
    void a_publication_in_other_hands_is_awaited_briefly() throws SQLException {
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            execute(other, "create table changing.theirs (id int primary key)");
            execute(connection, "create table ours (id int primary key)");
            other.commit();
        }
        assertThat(column(connection, MEMBERS)).contains("theirs").doesNotContain("ours");
        assertThat(value(connection, "select loam.tend_changes()")).isEqualTo("1");
        assertThat(column(connection, MEMBERS)).contains("ours");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        create table fresh (id int)                     | loam.ddl CREATE TABLE
        create table fresh (id int primary key)     \
            | loam.ddl ALTER PUBLICATION, loam.ddl CREATE TABLE
        alter table bare drop column a                  | loam.ddl ALTER TABLE
        drop table bare                                 | loam.ddl DROP TABLE
        create index on bare (id)                       | loam.ddl CREATE INDEX
        create policy p on bare using (true)            | loam.ddl CREATE POLICY
        grant select on bare to public                  | loam.ddl GRANT
        revoke all on bare from public                  | loam.ddl REVOKE
        comment on table bare is 'x'                    | loam.ddl COMMENT
        create function f() returns int return 1        | loam.ddl CREATE FUNCTION
        comment on function seen() is '@cache off'      | loam.ddl COMMENT
        alter function seen() volatile                  | loam.ddl ALTER FUNCTION
        drop function seen()                            | loam.ddl DROP FUNCTION
        alter default privileges grant select on tables to public \
            | loam.ddl ALTER DEFAULT PRIVILEGES
        alter publication theirs drop table bare        | loam.ddl ALTER PUBLICATION
        drop publication theirs                         | loam.ddl DROP PUBLICATION
        drop owned by nobody                            | loam.ddl DROP OWNED
        refresh materialized view "a.View"              | loam.refresh changing."a.View"
        refresh materialized view concurrently "a.View" | loam.refresh changing."a.View"
        create temp table fresh (id serial primary key, a text default '') | ``
        create temp table bare (id serial); drop table bare  | ``
        create temp view fresh as select 1 as one       | ``
        alter table gone add column b int default 1     | ``
        drop table gone                                 | ``
        reindex table plain                             | ``
        insert into plain values (1)                    | ``
        """)
    void the_log_tells_of_the_schema(String sql, String told) throws SQLException {
        prepareTold();
        execute(connection, sql);
        assertThat(String.join(", ", told(connection))).isEqualTo(told);
    }

    private void prepareTold() throws SQLException {
        execute(connection, """
                create function seen() returns int language sql as 'select 1';
                create materialized view "a.View" as select 1 as one;
                create unique index on "a.View" (one);
                drop publication if exists theirs;
                create publication theirs for table bare;
                drop role if exists nobody;
                create role nobody;
                create temp table gone (a int primary key, c serial);
                alter default privileges revoke all on tables from public
                """);
        execute(connection, "select pg_create_logical_replication_slot('told', 'test_decoding',"
                + " true)");
    }

    /// Sorted: what is done on behalf of a command may come before it or behind.
    private static List<String> told(Connection connection) throws SQLException {
        List<String> told = column(connection, """
                select regexp_replace(data, '^message: transactional: 1 prefix: (.*?), sz: \\d+'
                    ' content:', '\\1 ')
                from pg_logical_slot_get_changes('told', null, null)
                where data like 'message: %' order by 1
                """);
        execute(connection, "select pg_drop_replication_slot('told')");
        return told;
    }

    @Test
    void roles_without_rights_and_replaying_sessions_tell_too() throws SQLException {
        prepareTold();
        execute(connection, """
                grant usage, create on schema changing to nobody;
                set role nobody;
                create table mine (id int primary key);
                reset role;
                set session_replication_role = replica;
                create table replayed (id int primary key)
                """);
        assertThat(told(connection)).filteredOn(one -> one.equals("loam.ddl CREATE TABLE"))
                .hasSize(2);
        assertThat(column(connection, MEMBERS)).contains("mine", "replayed");
        execute(connection, "drop owned by nobody");
    }

    @Test
    void nobody_else_may_change_the_publication() throws SQLException {
        assertThat(value(connection, "select has_function_privilege('anon',"
                + " 'loam.tend_changes(oid[])', 'execute')")).isEqualTo("f");
    }

    @Test
    void a_login_without_rights_publishes_what_it_owns() throws SQLException {
        String own = server.newDatabase();
        try (Connection owner = DriverManager.getConnection(own)) {
            execute(owner, "create role modest login password 'modest'");
            execute(owner, "alter database " + value(owner, "select current_database()")
                    + " owner to modest");
            execute(owner, "create table theirs (id int primary key)");
            execute(owner, "grant create on schema public to modest");
        }
        try (Connection modest = DatabaseServer.connect(own, "modest", "modest")) {
            execute(modest, "create table mine (id int primary key)");
            BootstrapReport report = Bootstrap.apply(modest, CONFIG);
            assertThat(report.refused()).anySatisfy(line -> assertThat(line)
                    .startsWith("event triggers of the change feed: permission denied"));
            assertThat(column(modest, "select table_name || ' ' || published || coalesce(why, '')"
                    + " from loam.change_tables where schema_name = 'public' order by 1"))
                    .containsExactly("mine true",
                            "theirs falsethe owner of the publication is not its owner");
            assertThat(Bootstrap.apply(modest, CONFIG).done()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"14", "15", "16", "17"})
    void releases_do_the_same(String major) throws SQLException {
        Path programs = major.equals("15") ? PostgresPrograms.debian15()
                : PostgresPrograms.release(major);
        try (PostgresProcess other = PostgresProcess.start(programs);
                Connection owner = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:"
                        + other.port() + "/postgres?user=postgres")) {
            assertThat(Bootstrap.apply(owner, CONFIG).refused()).isEmpty();
            execute(owner, "create schema changing; set search_path = changing");
            execute(owner, "create table a (id int primary key)");
            execute(owner, "create table b (id int primary key)");
            execute(owner, "select pg_create_logical_replication_slot('told', 'test_decoding')");
            execute(owner, "create temp table t (id serial primary key)");
            execute(owner, "drop table t");
            execute(owner, "alter table a set unlogged");
            assertThat(column(owner, MEMBERS)).containsExactly("b");
            assertThat(told(owner)).containsOnlyOnce("loam.ddl ALTER TABLE")
                    .doesNotContain("loam.ddl DROP TABLE", "loam.ddl CREATE TABLE");
            assertThat(Bootstrap.apply(owner, CONFIG).done()).isEmpty();
        }
    }

    @Test
    void a_broken_upkeep_fails_nobodys_command() throws SQLException {
        String own = server.newDatabase();
        try (Connection owner = DriverManager.getConnection(own)) {
            Bootstrap.apply(owner, CONFIG);
            execute(owner, "drop view loam.change_tables cascade");
            execute(owner, "create table still (id int primary key)");
            execute(owner, "alter table still set unlogged");
            execute(owner, "drop publication loam_changes");
            execute(owner, "drop table still");
            assertThat(value(owner, "select to_regclass('still')")).isNull();
        }
    }
}
