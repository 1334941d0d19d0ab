-- Loam's own schema, and those that services and users' SQL take for granted. Schemas that belong
-- to an extension (vault, net, cron) come with it: empty ones would only stand in its way.

-- unless: to_regnamespace('loam') is not null
create schema loam;

-- unless: to_regclass('loam.bootstrap') is not null
create table loam.bootstrap (
    step text primary key,
    done_at timestamptz not null default now()
);

-- unless: to_regnamespace('extensions') is not null
create schema extensions;

-- unless: to_regnamespace('auth') is not null
create schema auth;

-- unless: to_regnamespace('storage') is not null
create schema storage;

-- unless: to_regnamespace('realtime') is not null
create schema realtime;

-- unless: to_regnamespace('_realtime') is not null
create schema _realtime;

-- unless: to_regnamespace('graphql') is not null
create schema graphql;

-- unless: to_regnamespace('graphql_public') is not null
create schema graphql_public;

-- unless: to_regnamespace('supabase_functions') is not null
create schema supabase_functions;

-- unless: to_regnamespace('supabase_migrations') is not null
create schema supabase_migrations;

-- once: rights on schemas
grant usage on schema public, extensions, auth, storage, realtime, graphql_public
    to anon, authenticated, service_role;

-- title: rights of owners on schemas
-- once: rights of owners on schemas
do $$
declare
    owned record;
begin
    for owned in
        select * from (values
            ('auth', 'supabase_auth_admin'),
            ('storage', 'supabase_storage_admin'),
            ('realtime', 'supabase_realtime_admin'),
            ('_realtime', 'supabase_realtime_admin'),
            ('supabase_functions', 'supabase_functions_admin')) as owned (name, owner)
    loop
        execute format('grant all on schema %I to %I', owned.name, owned.owner);
    end loop;
    grant all on schema public, auth, storage, extensions to postgres;
    grant usage on schema auth to dashboard_user;
end
$$;

-- The auth module keeps keys and the like beside Loam's own tables.
-- once: rights of supabase_auth_admin on loam
grant usage, create on schema loam to supabase_auth_admin;
