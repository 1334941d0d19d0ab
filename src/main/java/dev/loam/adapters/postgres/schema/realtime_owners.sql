-- A project's schema realtime that was brought here without its owners becomes the module's, so
-- that it can be completed in its name.

-- title: owner of the schema realtime
-- unless: to_regclass('realtime.messages') is null
-- unless: exists (
--     select from pg_tables
--     where schemaname = 'realtime' and tablename = 'messages'
--         and tableowner = 'supabase_realtime_admin')
do $$
declare
    owned record;
begin
    for owned in
        select oid::regclass as name
        from pg_class
        where relnamespace = 'realtime'::regnamespace and relkind in ('r', 'p')
            and pg_get_userbyid(relowner) = current_user
    loop
        execute format('alter table %s owner to supabase_realtime_admin', owned.name);
    end loop;
end
$$;
