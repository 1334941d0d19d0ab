package dev.loam.adapters.postgres.schema;

import static dev.loam.adapters.postgres.schema.DatabaseServer.column;
import static dev.loam.adapters.postgres.schema.DatabaseServer.execute;
import static dev.loam.adapters.postgres.schema.DatabaseServer.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.config.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// What every database is given before the project's own SQL.
class BootstrapSpec {
    private static final BootstrapConfig CONFIG =
            BootstrapConfig.of(new Secret("o'pen \\ sesame"), new Secret("s'ecret"));

    @TempDir
    static Path folder;
    private static DatabaseServer server;
    private static String url;

    @BeforeAll
    static void start() throws SQLException {
        server = new DatabaseServer(folder);
        url = server.newDatabase();
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(Bootstrap.apply(connection, CONFIG).refused()).isEmpty();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        anon               | rolcanlogin or rolinherit or rolbypassrls            | false
        authenticated      | rolcanlogin or rolinherit or rolbypassrls            | false
        service_role       | rolbypassrls and not rolcanlogin and not rolinherit  | true
        authenticator      | rolcanlogin and not rolinherit and not rolbypassrls  | true
        authenticator      | pg_has_role(oid, 'anon', 'set')                      | true
        authenticator      | pg_has_role(oid, 'service_role', 'set')              | true
        authenticator      | pg_has_role(oid, 'service_role', 'usage')            | false
        anon               | array_to_string(rolconfig, ',')         | statement_timeout=3s
        authenticated      | array_to_string(rolconfig, ',')         | statement_timeout=8s
        supabase_admin     | rolcanlogin                                          | false
        supabase_read_only_user | rolcanlogin or rolsuper                         | false
        """)
    void roles_are_as_the_protocols_say(String role, String expression, String expected)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(value(connection, "select (" + expression + ")::text from pg_roles"
                    + " where rolname = '" + role + "'"))
                    .isEqualTo(expected);
        }
    }

    @Test
    void the_login_role_serves_requests_under_the_role_of_each() throws SQLException {
        try (Connection connection = DatabaseServer.connect(url, "authenticator",
                CONFIG.authenticatorPassword().value())) {
            assertThat(value(connection, "show search_path"))
                    .isEqualTo("\"$user\", public, extensions");
            connection.setAutoCommit(false);
            execute(connection, """
                    select set_config('role', 'authenticated', true),
                        set_config('request.jwt.claims', '{"role": "authenticated",
                            "sub": "6f2a0f0c-9d7e-4f7a-8a51-000000000001",
                            "email": "a@b.c"}', true)
                    """);
            assertThat(value(connection, "select concat_ws(' ', auth.uid(), auth.role(),"
                    + " auth.email(), auth.jwt() ->> 'sub')"))
                    .isEqualTo("6f2a0f0c-9d7e-4f7a-8a51-000000000001 authenticated a@b.c"
                            + " 6f2a0f0c-9d7e-4f7a-8a51-000000000001");
            assertThat(value(connection, "select uuid_generate_v4() is not null"
                    + " and digest('a', 'sha256') is not null")).isEqualTo("t");
            assertThatThrownBy(() -> execute(connection, "create table public.mine ()"))
                    .hasMessageContaining("permission denied for schema public");
            connection.rollback();
            execute(connection, "set local role anon");
            assertThat(value(connection, "select auth.uid() is null and auth.role() is null"
                    + " and auth.jwt() is null")).isEqualTo("t");
            connection.rollback();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
        storage.foldername('a/b/c.png')::text  | {a,b}
        storage.foldername('c.png')::text      | {}
        storage.filename('a/b/c.png')          | c.png
        storage.extension('a/b.c/d.tar.gz')    | gz
        current_setting('app.settings.jwt_secret') | s'ecret
        current_setting('app.settings.jwt_exp')    | 3600
        (select count(*) from pg_publication where pubname = 'supabase_realtime')::text | 1
        (select count(*) > 0 from pg_stat_statements)::text                             | true
        """)
    void functions_and_settings_are_there(String expression, String expected)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(value(connection, "select " + expression)).isEqualTo(expected);
        }
    }

    @Test
    void again_does_nothing_and_leaves_what_users_changed() throws SQLException {
        String own = server.newDatabase();
        BootstrapConfig quiet = BootstrapConfig.of(null, new Secret("one"));
        try (Connection connection = DriverManager.getConnection(own)) {
            assertThat(Bootstrap.apply(connection, quiet).done()).isNotEmpty();
            execute(connection, "drop publication supabase_realtime");
            execute(connection, "drop event trigger pgrst_ddl_watch");
            execute(connection, "create or replace function auth.role() returns text"
                    + " language sql as 'select ''mine'''");
            execute(connection, "alter default privileges in schema public"
                    + " revoke all on tables from anon");
            assertThat(Bootstrap.apply(connection, quiet).done()).isEmpty();
            assertThat(value(connection, "select auth.role()")).isEqualTo("mine");
            execute(connection, "create table guarded ()");
            assertThat(value(connection, "select has_table_privilege('anon', 'guarded', 'select')"
                    + " or not has_table_privilege('authenticated', 'guarded', 'select')"))
                    .isEqualTo("f");
            BootstrapConfig other = BootstrapConfig.of(null, new Secret("two"));
            assertThat(Bootstrap.apply(connection, other).done())
                    .containsExactly("app.settings.jwt_secret");
        }
    }

    @Test
    void default_privileges_can_be_left_out() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.newDatabase())) {
            Bootstrap.apply(connection, CONFIG.withDefaultPrivileges(false));
            execute(connection, "create table closed ()");
            assertThat(value(connection, "select has_table_privilege('anon', 'closed', 'select')"))
                    .isEqualTo("f");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        create table fresh (a int)                                | 1
        alter table seen add column c int                         | 1
        alter table seen drop column b                            | 1
        comment on column seen.a is 'x'                           | 1
        grant select on seen to anon                              | 1
        create function fresh() returns int language sql return 1 | 1
        drop function seen()                                      | 1
        create materialized view fresh as select 1 as one         | 1
        drop table seen cascade                                   | 1
        insert into seen values (1)                               | 0
        refresh materialized view seen_view                       | 0
        create index on seen (a)                                  | 0
        create policy p on seen for select using (true)           | 0
        create temp table fresh (a int primary key)               | 0
        alter table gone add column b int                         | 0
        drop table gone                                           | 0
        """)
    void changes_of_the_schema_are_told(String sql, int notices) throws SQLException {
        try (Connection listener = DriverManager.getConnection(url);
                Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            // Each case stands alone: what it needs is made in a transaction before.
            execute(connection, """
                    drop schema if exists changing cascade;
                    create schema changing;
                    set search_path = changing;
                    create table seen (a int, b int);
                    create function seen() returns int language sql return 1;
                    create materialized view seen_view as select 1 as one from seen;
                    create temp table gone (a int primary key)
                    """);
            connection.commit();
            execute(listener, "listen pgrst");
            execute(connection, sql);
            connection.commit();
            execute(listener, "select 1");
            PGNotification[] told = listener.unwrap(PGConnection.class).getNotifications();
            assertThat(told).hasSize(notices).allSatisfy(one ->
                    assertThat(one.getParameter()).isEqualTo("reload schema"));
        }
    }

    @Test
    void a_login_without_rights_gets_what_it_may_and_a_list_of_the_rest() throws Exception {
        String own = server.newDatabase();
        try (Connection connection = DriverManager.getConnection(own)) {
            execute(connection, "create role plain login password 'plain'");
            execute(connection, "alter database " + value(connection, "select current_database()")
                    + " owner to plain");
        }
        try (Connection connection = DatabaseServer.connect(own, "plain", "plain")) {
            BootstrapReport report = Bootstrap.apply(connection, CONFIG);
            assertThat(report.done()).contains("create schema auth",
                    "create function auth.uid() returns uuid");
            assertThat(report.refused()).anySatisfy(line -> assertThat(line)
                    .startsWith("create event trigger pgrst_ddl_watch")
                    .contains("permission denied"));
            assertThat(report.refused()).anySatisfy(line -> assertThat(line)
                    .isEqualTo("app.settings.jwt_secret: only a superuser may set it"));
            assertThat(report.refused()).noneMatch(line -> line.contains("ecret'")
                    || line.contains("sesame"));
            assertThat(Files.readString(folder.resolve(".loam/postgres.log")))
                    .doesNotContain("s'ecret", "s''ecret", "sesame");
            assertThat(column(connection, "select step from loam.bootstrap"))
                    .doesNotContain("notice of changes");
        }
    }
}
