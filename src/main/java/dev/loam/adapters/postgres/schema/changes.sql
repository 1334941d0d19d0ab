-- How changes are seen: of rows through a publication, of the schema through a notification.

-- unless: exists (select from pg_publication where pubname = 'supabase_realtime')
-- once: publication
create publication supabase_realtime;

-- Temporary tables come and go with sessions, and indexes, statistics, policies and refreshed
-- views change nothing that the schema cache holds.
-- unless: to_regprocedure('loam.notice_ddl()') is not null
create function loam.notice_ddl() returns event_trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
    if exists (
        select from pg_event_trigger_ddl_commands()
        where schema_name is distinct from 'pg_temp'
            and command_tag not in ('REFRESH MATERIALIZED VIEW', 'CREATE INDEX', 'ALTER INDEX',
                'CREATE STATISTICS', 'ALTER STATISTICS', 'CREATE POLICY', 'ALTER POLICY',
                'CREATE PUBLICATION', 'ALTER PUBLICATION', 'CREATE SUBSCRIPTION',
                'ALTER SUBSCRIPTION'))
    then
        notify pgrst, 'reload schema';
    end if;
end
$$;

-- unless: to_regprocedure('loam.notice_drop()') is not null
create function loam.notice_drop() returns event_trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
    if exists (
        select from pg_event_trigger_dropped_objects()
        where not is_temporary
            and object_type not in ('index', 'statistics object', 'policy', 'publication',
                'subscription', 'toast table'))
    then
        notify pgrst, 'reload schema';
    end if;
end
$$;

-- The names are those that PostgREST's documentation gives, so that nobody is told twice.
-- unless: exists (select from pg_event_trigger where evtname = 'pgrst_ddl_watch')
-- once: notice of changes
create event trigger pgrst_ddl_watch on ddl_command_end execute function loam.notice_ddl();

-- unless: exists (select from pg_event_trigger where evtname = 'pgrst_drop_watch')
-- once: notice of drops
create event trigger pgrst_drop_watch on sql_drop execute function loam.notice_drop();
