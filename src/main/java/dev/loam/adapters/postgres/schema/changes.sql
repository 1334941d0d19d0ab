-- How changes are seen: of rows through publications, of the schema through a notification and
-- through messages in the write-ahead log. docs/explain/publication.md says why it is so.

-- unless: exists (select from pg_publication where pubname = 'supabase_realtime')
-- once: publication
create publication supabase_realtime;

-- Temporary tables come and go with sessions, and indexes, statistics, policies and refreshed
-- views change nothing that the schema cache holds.
-- unless: to_regprocedure('loam.notice_ddl()') is not null
create function loam.notice_ddl() returns event_trigger
language plpgsql
set search_path = pg_catalog, pg_temp
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
set search_path = pg_catalog, pg_temp
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

-- Earlier versions left the place of temporary tables open.
-- unless: exists (select from pg_proc where oid = to_regprocedure('loam.notice_ddl()')
--  and 'search_path=pg_catalog, pg_temp' = any (proconfig))
alter function loam.notice_ddl() set search_path = pg_catalog, pg_temp;

-- unless: exists (select from pg_proc where oid = to_regprocedure('loam.notice_drop()')
--  and 'search_path=pg_catalog, pg_temp' = any (proconfig))
alter function loam.notice_drop() set search_path = pg_catalog, pg_temp;

-- The names are those that PostgREST's documentation gives, so that nobody is told twice.
-- unless: exists (select from pg_event_trigger where evtname = 'pgrst_ddl_watch')
-- once: notice of changes
create event trigger pgrst_ddl_watch on ddl_command_end execute function loam.notice_ddl();

-- unless: exists (select from pg_event_trigger where evtname = 'pgrst_drop_watch')
-- once: notice of drops
create event trigger pgrst_drop_watch on sql_drop execute function loam.notice_drop();

-- What the change feed reads. It holds every table whose changes can be told without harm.
-- unless: exists (select from pg_publication where pubname = 'loam_changes')
create publication loam_changes with (publish = 'insert, update, delete, truncate');

-- Since release 18 PostgreSQL refuses changes of a table whose replica identity has a generated
-- column that is not published.
-- title: generated columns in the publication loam_changes
-- unless: current_setting('server_version_num')::int < 180000
-- unless: exists (
--     select from pg_publication as p
--     where pubname = 'loam_changes' and to_jsonb(p) ->> 'pubgencols' = 's')
do $$
begin
    execute 'alter publication loam_changes set (publish_generated_columns = stored)';
end
$$;

-- All tables that could be told of, whether they are, and else why they cannot be: with them in a
-- publication PostgreSQL would refuse their updates and deletes.
-- unless: to_regclass('loam.change_tables') is not null
create view loam.change_tables as
select c.oid as relid, n.nspname as schema_name, c.relname as table_name,
    exists (select from pg_catalog.pg_publication_rel
        where prpubid = p.oid and prrelid = c.oid) as published,
    case
        when c.relkind = 'f' then 'it is a foreign table'
        when c.relpersistence = 'u' then 'it is unlogged'
        when not pg_catalog.pg_has_role(p.pubowner, c.relowner, 'USAGE')
            then 'the owner of the publication is not its owner'
        when c.relreplident = 'n' then 'its replica identity is NOTHING'
        when c.relreplident = 'f' or exists (
            select from pg_catalog.pg_index
            where indrelid = c.oid and indisunique and indisvalid and indislive
                and indimmediate and indpred is null
                and case c.relreplident when 'd' then indisprimary else indisreplident end)
            then null
        when c.relreplident = 'i' then 'the index of its replica identity is gone or not valid'
        when exists (select from pg_catalog.pg_index where indrelid = c.oid and indisprimary)
            then 'its primary key is deferrable or not valid'
        else 'it has no primary key'
    end as why
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_publication as p on p.pubname = 'loam_changes'
where c.relkind in ('r', 'f') and c.relpersistence <> 't' and c.oid >= 16384
    and n.nspname not in ('pg_catalog', 'information_schema', 'loam', '_realtime');

-- The tables that are left out, and the publications of others that hold one all the same, so that
-- PostgreSQL refuses its updates and deletes.
-- unless: to_regclass('loam.untended') is not null
create view loam.untended as
select t.relid, t.schema_name, t.table_name, t.why, array(
        select p.pubname::text
        from pg_catalog.pg_publication_tables as m
        join pg_catalog.pg_publication as p using (pubname)
        where m.schemaname = t.schema_name and m.tablename = t.table_name
            and (p.pubupdate or p.pubdelete)
        order by 1) as refused_by
from loam.change_tables as t
where t.why is not null;

-- Since release 15 whoever changes a publication holds it until the transaction ends. Waiting for
-- that by a lock could make a deadlock of commands that have nothing to do with each other, so
-- whoever changes this one waits for a turn, asked for again and again for so long.
-- unless: to_regprocedure('loam.take_turn(interval)') is not null
create function loam.take_turn(patience interval) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    until timestamptz := clock_timestamp() + patience;
begin
    while not pg_try_advisory_xact_lock(x'6c6f616d74656e64'::bigint) loop
        if clock_timestamp() > until then
            return false;
        end if;
        perform pg_sleep(0.01);
    end loop;
    return true;
end
$$;

-- Brings the publication up to date, for these tables or for all, and says how many it added or
-- took out: at most a thousand, since PostgreSQL keeps a lock on each until the transaction ends.
-- What it cannot do it leaves with a warning, after half a second; later where a table has lost its
-- identity, since PostgreSQL refuses updates of it until it is out.
-- unless: to_regprocedure('loam.tend_changes(oid[])') is not null
create function loam.tend_changes(among oid[] default null) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
as $$
declare
    differing record;
    tended integer;
begin
    if among is null then
        among := array(select oid from pg_class where relkind in ('r', 'f') and oid >= 16384);
    end if;
    for differing in
        select * from loam.change_tables
        where relid = any (among) and published <> (why is null)
        order by published desc, relid
        limit 1000
    loop
        begin
            if tended is null and not loam.take_turn(
                case when differing.published then interval '5 s' else interval '500 ms' end)
            then
                raise lock_not_available using message = 'another transaction changes it';
            end if;
            tended := coalesce(tended, 0);
            execute format('alter publication loam_changes %s table only %I.%I',
                case when differing.published then 'drop' else 'add' end,
                differing.schema_name, differing.table_name);
            tended := tended + 1;
        exception when others then
            raise warning 'the publication loam_changes does not fit the table %.% yet: %',
                differing.schema_name, differing.table_name, sqlerrm
                using hint = 'Try again later: select loam.tend_changes()';
            exit when tended is null;
        end;
    end loop;
    return coalesce(tended, 0);
end
$$;

-- Whoever may make tables has it done by the event triggers.
-- unless: not has_function_privilege('public', 'loam.tend_changes(oid[])', 'execute')
revoke execute on function loam.tend_changes(oid[]) from public;

-- Whether the command that fires an event trigger may be one that makes tables unlogged: as the
-- client sent it, or as a function runs it.
-- unless: to_regprocedure('loam.mentions_unlogged()') is not null
create function loam.mentions_unlogged() returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    stack text;
begin
    get diagnostics stack = pg_context;
    stack := concat_ws(' ', current_query(), stack);
    return case when stack ~* '\mset\s+unlogged\M' then stack end;
end
$$;

-- PostgreSQL does not make a table unlogged while it is in a publication, and an event trigger is
-- not told which table is meant: all whose name occurs are taken out, and those that stay logged
-- come back when the command ends.
-- unless: to_regprocedure('loam.before_ddl()') is not null
create function loam.before_ddl() returns event_trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    command text := loam.mentions_unlogged();
    mentioned record;
begin
    if command is null or not loam.take_turn('5 s') then
        return;
    end if;
    for mentioned in
        select schema_name, table_name from loam.change_tables
        where published and position(lower(table_name) in lower(command)) > 0
    loop
        execute format('alter publication loam_changes drop table only %I.%I',
            mentioned.schema_name, mentioned.table_name);
    end loop;
exception when others then
    raise warning 'the publication loam_changes was not prepared: %', sqlerrm;
end
$$;

-- What an event trigger says in the log, where it takes its place among the changes of rows. When
-- PostgreSQL cannot say what a command did, it counts.
-- unless: to_regprocedure('loam.tell_ddl(text, text)') is not null
create function loam.tell_ddl(event text, tag text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    done boolean;
    dropped boolean := false;
begin
    begin
        done := exists (
            select from pg_event_trigger_ddl_commands()
            where schema_name is distinct from 'pg_temp');
        if event = 'sql_drop' then
            dropped := exists (
                select from pg_event_trigger_dropped_objects()
                where not is_temporary and address_names[1] is distinct from 'pg_temp');
        end if;
    exception when others then
        done := event = 'ddl_command_end';
        dropped := not done;
    end;
    -- A command that fires both events is told by the second one, ddl_command_end.
    if event = 'sql_drop' and dropped and not done and tag <> 'DROP OWNED'
        or event = 'ddl_command_end' and (done or tag = 'DROP OWNED')
    then
        perform loam.say('loam.ddl', tag);
    end if;
end
$$;

-- unless: to_regprocedure('loam.after_ddl()') is not null
create function loam.after_ddl() returns event_trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    touched oid[];
begin
    if tg_tag = 'REFRESH MATERIALIZED VIEW' then
        perform loam.say('loam.refresh', object_identity)
        from pg_event_trigger_ddl_commands();
    elsif tg_tag <> 'REINDEX' then
        perform loam.tell_ddl(tg_event, tg_tag);
    end if;
    if tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA',
        'ALTER TABLE')
    then
        begin
            if loam.mentions_unlogged() is null then
                touched := array(
                    with recursive family (relid) as (
                        select objid from pg_event_trigger_ddl_commands()
                        where classid = 'pg_class'::regclass
                        union
                        select inhrelid from pg_inherits join family on inhparent = relid)
                    select relid from family);
            end if;
            perform loam.tend_changes(touched);
            perform loam.tend_capture(touched);
        exception when others then
            raise warning 'the publication loam_changes was not looked at: %', sqlerrm;
        end;
    end if;
end
$$;

-- unless: to_regprocedure('loam.after_drop()') is not null
create function loam.after_drop() returns event_trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform loam.tell_ddl(tg_event, tg_tag);
    -- What ALTER TABLE drops is looked at when the command ends, and with a table all of it goes.
    if tg_tag not in ('ALTER TABLE', 'DROP TABLE', 'ALTER PUBLICATION') then
        begin
            if exists (select from pg_event_trigger_dropped_objects()
                where object_type = 'index' and not is_temporary)
            then
                perform loam.tend_changes(array(
                    select prrelid from pg_publication_rel
                    join pg_publication as p on p.oid = prpubid
                    where pubname = 'loam_changes'));
            end if;
        exception when others then
            raise warning 'the publication loam_changes was not looked at: %', sqlerrm;
        end;
    end if;
end
$$;

-- They fire also where a session replays changes (session_replication_role).
-- title: event triggers of the change feed
-- unless: (select count(*) = 3 from pg_event_trigger
--     where evtname in ('loam_before_ddl', 'loam_after_ddl', 'loam_after_drop')
--         and evtenabled = 'A')
do $$
begin
    drop event trigger if exists loam_before_ddl;
    drop event trigger if exists loam_after_ddl;
    drop event trigger if exists loam_after_drop;
    create event trigger loam_before_ddl on ddl_command_start
        when tag in ('ALTER TABLE') execute function loam.before_ddl();
    create event trigger loam_after_ddl on ddl_command_end execute function loam.after_ddl();
    create event trigger loam_after_drop on sql_drop execute function loam.after_drop();
    alter event trigger loam_before_ddl enable always;
    alter event trigger loam_after_ddl enable always;
    alter event trigger loam_after_drop enable always;
end
$$;

-- unless: not exists (select from loam.change_tables where published <> (why is null))
-- title: tables of the publication loam_changes
select loam.tend_changes();
