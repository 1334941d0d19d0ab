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
create role supabase_auth_admin nologin noinherit;

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

-- A refusal is raised anew, because the context of the first one quotes the statement.
-- title: password of authenticator
-- unless: current_setting('loam.authenticator_password') = ''
do $$
begin
    execute format('alter role authenticator password %L',
        current_setting('loam.authenticator_password'));
exception when insufficient_privilege then
    raise insufficient_privilege using message = 'this login may not change it';
end
$$;
