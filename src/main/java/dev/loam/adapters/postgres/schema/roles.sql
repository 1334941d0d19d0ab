-- The roles under which requests run, the one that logs in for them, and the owners that users'
-- SQL names. Only the login role can log in.

-- unless: to_regrole('anon') is not null
create role anon nologin noinherit;

-- unless: to_regrole('authenticated') is not null
create role authenticated nologin noinherit;

-- unless: to_regrole('service_role') is not null
create role service_role nologin noinherit bypassrls;

-- unless: to_regrole('authenticator') is not null
create role authenticator login noinherit;

-- unless: to_regrole('postgres') is not null
create role postgres nologin createdb createrole;

-- unless: to_regrole('supabase_admin') is not null
create role supabase_admin nologin createdb createrole;

-- unless: to_regrole('supabase_auth_admin') is not null
create role supabase_auth_admin login noinherit;

-- unless: exists (
--     select from pg_roles where rolname = 'supabase_auth_admin' and rolcanlogin)
alter role supabase_auth_admin login;

-- unless: to_regrole('supabase_storage_admin') is not null
create role supabase_storage_admin nologin noinherit;

-- unless: to_regrole('supabase_realtime_admin') is not null
create role supabase_realtime_admin nologin noinherit;

-- unless: to_regrole('supabase_functions_admin') is not null
create role supabase_functions_admin nologin noinherit;

-- unless: to_regrole('supabase_replication_admin') is not null
create role supabase_replication_admin nologin replication;

-- unless: to_regrole('supabase_read_only_user') is not null
create role supabase_read_only_user nologin bypassrls;

-- unless: pg_has_role('supabase_read_only_user', 'pg_read_all_data', 'member')
grant pg_read_all_data to supabase_read_only_user;

-- unless: to_regrole('dashboard_user') is not null
create role dashboard_user nologin createdb createrole;

-- unless: to_regrole('pgbouncer') is not null
create role pgbouncer nologin;

-- unless: pg_has_role('authenticator', 'anon', 'member')
grant anon to authenticator;

-- unless: pg_has_role('authenticator', 'authenticated', 'member')
grant authenticated to authenticator;

-- unless: pg_has_role('authenticator', 'service_role', 'member')
grant service_role to authenticator;

-- Migrations and editors try policies out by `set role`.
-- unless: pg_has_role('postgres', 'anon', 'member')
grant anon to postgres;

-- unless: pg_has_role('postgres', 'authenticated', 'member')
grant authenticated to postgres;

-- unless: pg_has_role('postgres', 'service_role', 'member')
grant service_role to postgres;

-- Functions of migrations that read accounts with the rights of their owner see all of them.
-- unless: exists (
--     select from pg_roles where rolname = 'postgres' and (rolbypassrls or rolsuper))
alter role postgres bypassrls;

-- So that this login makes the tables of the schema auth in the name of their owner.
-- unless: (select case
--     when current_setting('server_version_num')::int >= 160000
--         then pg_has_role('supabase_auth_admin', 'set')
--     else pg_has_role('supabase_auth_admin', 'member') end)
grant supabase_auth_admin to current_user;

-- The same for the schema realtime.
-- unless: (select case
--     when current_setting('server_version_num')::int >= 160000
--         then pg_has_role('supabase_realtime_admin', 'set')
--     else pg_has_role('supabase_realtime_admin', 'member') end)
grant supabase_realtime_admin to current_user;

-- Migrations write policies on realtime.messages, which only its owner may.
-- unless: pg_has_role('postgres', 'supabase_realtime_admin', 'member')
grant supabase_realtime_admin to postgres;

-- A refusal is raised anew, because the context of the first one quotes the statement.
-- title: passwords of the login roles
-- unless: current_setting('loam.authenticator_password') = ''
--     and current_setting('loam.auth_admin_password') = ''
do $$
declare
    login record;
begin
    for login in
        select * from (values
            ('authenticator', current_setting('loam.authenticator_password')),
            ('supabase_auth_admin', current_setting('loam.auth_admin_password'))
        ) as login (name, password)
        where password <> ''
    loop
        execute format('alter role %I password %L', login.name, login.password);
    end loop;
exception when insufficient_privilege then
    raise insufficient_privilege using message = 'this login may not change it';
end
$$;
