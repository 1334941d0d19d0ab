package dev.loam.adapters.postgres.schema;

import static dev.loam.adapters.postgres.schema.DatabaseServer.column;
import static dev.loam.adapters.postgres.schema.DatabaseServer.execute;
import static dev.loam.adapters.postgres.schema.DatabaseServer.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.config.Secret;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.PostgresProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The schema `auth` as existing projects' SQL takes it for granted, new or completed.
class AuthSchemaSpec {
    private static final Secret PASSWORD = new Secret("auth's own");
    private static final BootstrapConfig CONFIG = BootstrapConfig.of(null, new Secret("secret"))
            .withAuthAdminPassword(PASSWORD);
    private static final String ANN = "00000000-0000-4000-8000-00000000000a";

    @TempDir
    static Path folder;
    private static DatabaseServer server;
    private static String url;

    @BeforeAll
    static void start() throws SQLException {
        server = new DatabaseServer(folder);
        url = prepared("");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// A new database in which this SQL ran before Loam came.
    private static String prepared(String before) throws SQLException {
        String made = server.newDatabase();
        try (Connection owner = DriverManager.getConnection(made)) {
            execute(owner, before);
            assertThat(Bootstrap.apply(owner, CONFIG).refused()).isEmpty();
            assertThat(Bootstrap.apply(owner, CONFIG).done())
                    .containsExactly("passwords of the login roles");
        }
        return made;
    }

    private static Connection authAdmin(String database) throws SQLException {
        return DatabaseServer.connect(database, AuthRole.NAME, PASSWORD.value());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        users                  | 35
        identities             | 9
        sessions               | 15
        refresh_tokens         | 9
        mfa_factors            | 13
        mfa_challenges         | 7
        mfa_amr_claims         | 5
        one_time_tokens        | 7
        flow_state             | 17
        audit_log_entries      | 5
        instances              | 5
        schema_migrations      | 1
        sso_providers          | 5
        sso_domains            | 5
        saml_providers         | 9
        saml_relay_states      | 8
        oauth_clients          | 13
        oauth_authorizations   | 17
        oauth_consents         | 6
        oauth_client_states    | 4
        custom_oauth_providers | 24
        webauthn_credentials   | 14
        webauthn_challenges    | 6
        """)
    void tables_belong_to_the_module_and_are_closed(String table, int columns)
            throws SQLException {
        try (Connection owner = DriverManager.getConnection(url)) {
            assertThat(value(owner, "select concat_ws(' ', pg_get_userbyid(relowner),"
                    + " relrowsecurity, (select count(*) from pg_attribute where attrelid = c.oid"
                    + " and attnum > 0)) from pg_class c where oid = 'auth." + table
                    + "'::regclass")).isEqualTo("supabase_auth_admin t " + columns);
            assertThat(column(owner, "select r || ' ' || p from unnest(array['anon',"
                    + " 'authenticated', 'service_role', 'postgres', 'dashboard_user']) r,"
                    + " unnest(array['select', 'insert', 'trigger']) p"
                    + " where has_table_privilege(r, 'auth." + table + "', p) order by 1"))
                    .containsExactly("dashboard_user insert", "dashboard_user select",
                            "dashboard_user trigger", "postgres insert", "postgres select",
                            "postgres trigger");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        rolcanlogin and not rolcreaterole and not rolinherit and not rolsuper | true
        'search_path=auth' = any (rolconfig)                              | true
        has_schema_privilege(oid, 'loam', 'usage')                        | true
        has_table_privilege(oid, 'loam.signing_keys', 'insert')           | true
        has_table_privilege('anon', 'loam.api_keys', 'select')            | false
        has_table_privilege('service_role', 'loam.recovery_codes', 'select') | false
        """)
    void the_modules_role_logs_in(String expression, String expected) throws SQLException {
        try (Connection owner = DriverManager.getConnection(url)) {
            assertThat(value(owner, "select (" + expression + ")::text from pg_roles"
                    + " where rolname = 'supabase_auth_admin'")).isEqualTo(expected);
        }
    }

    @Test
    void a_typical_migration_runs_and_its_trigger_fires_for_the_module() throws SQLException {
        String own = prepared("");
        try (Connection owner = DriverManager.getConnection(own)) {
            execute(owner, PROFILES);
        }
        try (Connection module = authAdmin(own)) {
            assertThat(value(module, "show search_path")).isEqualTo("auth");
            assertThat(AuthRole.of(module)).isEqualTo(AuthRole.NAME);
            execute(module, "insert into users (id, email, raw_user_meta_data, created_at)"
                    + " values ('" + ANN + "', 'ann@example.com', '{\"name\": \"Ann\"}', now())");
            execute(module, "insert into identities (provider_id, user_id, provider,"
                    + " identity_data) values ('1', '" + ANN + "', 'email',"
                    + " '{\"email\": \"Ann@Example.com\"}')");
            assertThat(value(module, "select email from identities"))
                    .isEqualTo("ann@example.com");
            assertThatThrownBy(() -> execute(module, "insert into users (id, email) values"
                    + " (gen_random_uuid(), 'ann@example.com')"))
                    .hasMessageContaining("users_email_partial_key");
        }
        try (Connection owner = DriverManager.getConnection(own)) {
            owner.setAutoCommit(false);
            execute(owner, "select set_config('role', 'authenticated', true),"
                    + " set_config('request.jwt.claims', '{\"sub\": \"" + ANN + "\"}', true)");
            assertThat(column(owner, "select full_name from profiles")).containsExactly("Ann");
            assertThatThrownBy(() -> value(owner, "select email from auth.users"))
                    .hasMessageContaining("permission denied for table users");
            owner.rollback();
            execute(owner, "set local role anon");
            assertThatThrownBy(() -> value(owner, "select email from auth.users"))
                    .hasMessageContaining("permission denied for table users");
        }
    }

    @Test
    void a_deleted_account_takes_everything_along() throws SQLException {
        String own = prepared("");
        try (Connection module = authAdmin(own)) {
            execute(module, "insert into users (id) values ('" + ANN + "')");
            execute(module, "insert into sessions (id, user_id) values ('" + ANN + "', '" + ANN
                    + "')");
            execute(module, "insert into refresh_tokens (token, session_id) values ('t', '" + ANN
                    + "')");
            execute(module, "insert into loam.recovery_codes values ('" + ANN + "', 'h')");
            execute(module, "delete from users");
            assertThat(column(module, "select 1 from sessions union all select 1 from"
                    + " refresh_tokens union all select 1 from loam.recovery_codes")).isEmpty();
        }
    }

    @Test
    void an_old_schema_is_completed_and_keeps_its_rows() throws SQLException {
        String own = prepared(OLD);
        try (Connection owner = DriverManager.getConnection(own);
                Connection fresh = DriverManager.getConnection(url)) {
            String columns = "select format('%s.%s %s', attrelid::regclass, attname,"
                    + " format_type(atttypid, atttypmod)) from pg_attribute"
                    + " join pg_class c on c.oid = attrelid where relkind = 'r'"
                    + " and relnamespace = 'auth'::regnamespace and attnum > 0"
                    + " and not attisdropped order by 1";
            assertThat(column(owner, columns)).isEqualTo(column(fresh, columns));
            String indexes = "select indexname from pg_indexes where schemaname = 'auth'"
                    + " and indexname !~ '_(key|pkey|pk)$' order by 1";
            assertThat(column(owner, indexes)).isEqualTo(column(fresh, indexes));
            assertThat(value(owner, "select concat_ws(' ', u.email, confirmed_at is not null,"
                    + " is_sso_user, provider_id, i.email) from auth.users u"
                    + " join auth.identities i on user_id = u.id"))
                    .isEqualTo("ann@example.com t f ann-1 ann@example.com");
        }
    }

    @Test
    void a_login_that_makes_roles_may_become_the_module() throws SQLException {
        String own = server.newDatabase();
        try (Connection owner = DriverManager.getConnection(own)) {
            execute(owner, "create role maker login createrole password 'maker'");
            execute(owner, "grant supabase_auth_admin to maker with admin option");
            execute(owner, "alter database " + value(owner, "select current_database()")
                    + " owner to maker");
        }
        try (Connection maker = DatabaseServer.connect(own, "maker", "maker")) {
            BootstrapReport report = Bootstrap.apply(maker, CONFIG);
            assertThat(report.refused()).noneMatch(line -> line.contains("auth."));
            assertThat(AuthRole.of(maker)).isEqualTo(AuthRole.NAME);
            assertThat(value(maker, "select tableowner from pg_tables where schemaname = 'auth'"
                    + " and tablename = 'users'")).isEqualTo(AuthRole.NAME);
        }
    }

    @Test
    void a_login_without_rights_owns_what_it_makes() throws SQLException {
        String own = server.newDatabase();
        try (Connection owner = DriverManager.getConnection(own)) {
            execute(owner, "create role lone login password 'lone'");
            execute(owner, "alter database " + value(owner, "select current_database()")
                    + " owner to lone");
        }
        try (Connection lone = DatabaseServer.connect(own, "lone", "lone")) {
            Bootstrap.apply(lone, CONFIG);
            assertThat(AuthRole.of(lone)).isNull();
            assertThat(value(lone, "select concat_ws(' ', tableowner, rowsecurity,"
                    + " has_table_privilege('supabase_auth_admin', 'auth.users', 'insert'))"
                    + " from pg_tables where schemaname = 'auth' and tablename = 'users'"))
                    .isEqualTo("lone t t");
        }
    }

    /// On the oldest release served and those up to 18; that of Debian is 15.
    @ParameterizedTest
    @ValueSource(strings = {"14", "15", "16", "17"})
    void releases_differ_in_who_may_become_a_role(String major) throws SQLException {
        Path programs = major.equals("15") ? PostgresPrograms.debian15()
                : PostgresPrograms.release(major);
        try (PostgresProcess other = PostgresProcess.start(programs)) {
            try (Connection owner = DriverManager.getConnection(jdbc(other, "postgres"))) {
                execute(owner, "create role maker login createrole createdb");
                execute(owner, "create database made owner maker");
                execute(owner, "create role service_role nologin noinherit bypassrls");
                assertThat(Bootstrap.apply(owner, CONFIG).refused()).isEmpty();
                assertThat(value(owner, "select count(*) from pg_tables where tableowner ="
                        + " 'supabase_auth_admin' and schemaname = 'auth'")).isEqualTo("23");
                execute(owner, "drop owned by supabase_auth_admin");
                execute(owner, "drop role supabase_auth_admin");
            }
            try (Connection maker = DriverManager.getConnection(
                    jdbc(other, "made").replace("user=postgres", "user=maker"))) {
                BootstrapReport report = Bootstrap.apply(maker, CONFIG);
                assertThat(report.refused()).noneMatch(line -> line.contains("auth"));
                assertThat(AuthRole.of(maker)).isEqualTo(AuthRole.NAME);
                assertThat(Bootstrap.apply(maker, CONFIG).done())
                        .containsExactly("passwords of the login roles");
                execute(maker, "set role supabase_auth_admin");
                execute(maker, "insert into auth.users (id) values (gen_random_uuid())");
            }
        }
    }

    private static String jdbc(PostgresProcess process, String database) {
        return "jdbc:postgresql://127.0.0.1:" + process.port() + "/" + database
                + "?user=postgres";
    }

    /// As the guides of Supabase teach it, in these words or others.
    private static final String PROFILES = """
            create table public.profiles (
                id uuid not null references auth.users on delete cascade primary key,
                full_name text
            );
            alter table public.profiles enable row level security;
            create policy "Own profile" on public.profiles
                for select using ((select auth.uid()) = id);
            create policy "Change own profile" on public.profiles
                for update to authenticated using ((select auth.uid()) = id);
            create function public.handle_new_user() returns trigger
            language plpgsql security definer set search_path = ''
            as $$
            begin
                insert into public.profiles (id, full_name)
                values (new.id, new.raw_user_meta_data ->> 'name');
                return new;
            end
            $$;
            create trigger on_auth_user_created after insert on auth.users
                for each row execute procedure public.handle_new_user();
            """;

    /// Some tables, as they were years ago.
    private static final String OLD = """
            create schema auth;
            create type auth.factor_type as enum ('totp', 'webauthn');
            create table auth.users (
                instance_id uuid, id uuid not null primary key, aud varchar(255),
                role varchar(255), email varchar(255) unique, encrypted_password varchar(255),
                confirmed_at timestamptz, invited_at timestamptz,
                confirmation_token varchar(255), confirmation_sent_at timestamptz,
                recovery_token varchar(255), recovery_sent_at timestamptz,
                email_change_token varchar(255), email_change varchar(255),
                email_change_sent_at timestamptz, last_sign_in_at timestamptz,
                raw_app_meta_data jsonb, raw_user_meta_data jsonb, is_super_admin bool,
                created_at timestamptz, updated_at timestamptz);
            create table auth.identities (
                id text not null, user_id uuid not null references auth.users on delete cascade,
                identity_data jsonb not null, provider text not null,
                last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz,
                constraint identities_pkey primary key (provider, id));
            create table auth.refresh_tokens (
                instance_id uuid, id bigserial primary key, token varchar(255),
                user_id varchar(255), revoked bool, created_at timestamptz,
                updated_at timestamptz);
            create table auth.sessions (
                id uuid primary key, user_id uuid not null references auth.users,
                created_at timestamptz, updated_at timestamptz);
            insert into auth.users (id, email, confirmed_at)
            values ('00000000-0000-4000-8000-00000000000a', 'ann@example.com', now());
            insert into auth.identities (id, user_id, identity_data, provider)
            values ('ann-1', '00000000-0000-4000-8000-00000000000a',
                '{"email": "Ann@example.com"}', 'email');
            """;
}
