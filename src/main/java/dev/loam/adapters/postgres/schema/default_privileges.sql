-- What is created in public later is open to the API's roles; row-level security guards the rows.
-- Projects that want it closed revoke this in a migration, so it is done once.

-- title: default privileges of the migrating role
-- once: default privileges of the migrating role
do $$
begin
    alter default privileges in schema public
        grant all on tables to anon, authenticated, service_role;
    alter default privileges in schema public
        grant all on sequences to anon, authenticated, service_role;
    alter default privileges in schema public
        grant all on functions to anon, authenticated, service_role;
end
$$;

-- unless: current_user = 'postgres'
-- title: default privileges of postgres
-- once: default privileges of postgres
do $$
begin
    alter default privileges for role postgres in schema public
        grant all on tables to anon, authenticated, service_role;
    alter default privileges for role postgres in schema public
        grant all on sequences to anon, authenticated, service_role;
    alter default privileges for role postgres in schema public
        grant all on functions to anon, authenticated, service_role;
end
$$;

-- title: default privileges of supabase_admin
-- once: default privileges of supabase_admin
do $$
begin
    alter default privileges for role supabase_admin in schema public
        grant all on tables to anon, authenticated, service_role;
    alter default privileges for role supabase_admin in schema public
        grant all on sequences to anon, authenticated, service_role;
    alter default privileges for role supabase_admin in schema public
        grant all on functions to anon, authenticated, service_role;
end
$$;
