-- A project's schema auth that was brought here without its owners becomes the module's, so that
-- it can be completed in its name.

-- title: owner of the schema auth
-- unless: to_regclass('auth.users') is null
-- unless: exists (
--     select from pg_tables
--     where schemaname = 'auth' and tablename = 'users' and tableowner = 'supabase_auth_admin')
do $$
declare
    owned record;
begin
    for owned in
        select 'table' as kind, oid::regclass::text as name
        from pg_class
        where relnamespace = 'auth'::regnamespace and relkind = 'r'
            and pg_get_userbyid(relowner) = current_user
        union all
        select 'type', oid::regtype::text
        from pg_type
        where typnamespace = 'auth'::regnamespace and typtype = 'e'
            and pg_get_userbyid(typowner) = current_user
    loop
        execute format('alter %s %s owner to supabase_auth_admin', owned.kind, owned.name);
    end loop;
end
$$;
