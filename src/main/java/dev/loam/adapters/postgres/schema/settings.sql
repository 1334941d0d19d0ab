-- Settings of roles and of the database. They are defaults: users may change them afterwards.

-- unless: exists (
--     select from pg_roles, unnest(rolconfig) as c
--     where rolname = 'anon' and c like 'statement_timeout=%')
-- once: statement timeout of anon
alter role anon set statement_timeout = '3s';

-- unless: exists (
--     select from pg_roles, unnest(rolconfig) as c
--     where rolname = 'authenticated' and c like 'statement_timeout=%')
-- once: statement timeout of authenticated
alter role authenticated set statement_timeout = '8s';

-- unless: exists (
--     select from pg_roles, unnest(rolconfig) as c
--     where rolname = 'supabase_auth_admin' and c like 'search_path=%')
-- once: search path of supabase_auth_admin
alter role supabase_auth_admin set search_path = 'auth';

-- unless: exists (
--     select from pg_roles, unnest(rolconfig) as c
--     where rolname = 'supabase_auth_admin'
--         and c like 'idle_in_transaction_session_timeout=%')
-- once: idle transactions of supabase_auth_admin
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';

-- For every role that logs in, and so for migrations: functions of extensions need no schema.
-- unless: exists (
--     select from pg_db_role_setting
--     join pg_database on pg_database.oid = setdatabase, unnest(setconfig) as c
--     where datname = current_database() and setrole = 0
--         and c like 'search_path=%')
-- title: search path of the database
-- once: search path of the database
do $$
begin
    execute format('alter database %I set search_path = "$user", public, extensions',
        current_database());
end
$$;

-- Old users' functions sign tokens with it. A refusal is raised anew, because the context of the
-- first one quotes the statement, and with it the secret, into the server's log.
-- title: app.settings.jwt_secret
-- unless: current_setting('loam.jwt_secret') = ''
-- unless: exists (
--     select from pg_db_role_setting
--     join pg_database on pg_database.oid = setdatabase, unnest(setconfig) as c
--     where datname = current_database() and setrole = 0
--         and c = 'app.settings.jwt_secret=' || current_setting('loam.jwt_secret'))
do $$
begin
    execute format('alter database %I set "app.settings.jwt_secret" = %L',
        current_database(), current_setting('loam.jwt_secret'));
exception when insufficient_privilege then
    raise insufficient_privilege using message = 'only a superuser may set it';
end
$$;

-- title: app.settings.jwt_exp
-- unless: current_setting('loam.jwt_secret') = ''
-- unless: exists (
--     select from pg_db_role_setting
--     join pg_database on pg_database.oid = setdatabase, unnest(setconfig) as c
--     where datname = current_database() and setrole = 0
--         and c = 'app.settings.jwt_exp=' || current_setting('loam.jwt_exp'))
do $$
begin
    execute format('alter database %I set "app.settings.jwt_exp" = %L',
        current_database(), current_setting('loam.jwt_exp'));
end
$$;
