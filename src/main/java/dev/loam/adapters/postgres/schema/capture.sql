-- Changes written down by triggers, for servers whose log may not be read. Everything here does
-- nothing until somebody calls loam.start_capture().

-- There is a row in it while all tables are captured.
-- unless: to_regclass('loam.capturing') is not null
create table loam.capturing (
    only_one boolean primary key default true check (only_one),
    since timestamptz not null default now()
);

-- What tables were like when rows of them changed; each differs from the one before.
-- unless: to_regclass('loam.change_shapes') is not null
create table loam.change_shapes (
    id bigint generated always as identity primary key,
    relid oid not null,
    shape jsonb not null
);

-- unless: to_regclass('loam.change_shapes_relid_idx') is not null
create index change_shapes_relid_idx on loam.change_shapes (relid, id);

-- Rows are in the text form of composite values; of a message they are its prefix and its content.
-- unless: to_regclass('loam.change_log') is not null
create table loam.change_log (
    id bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    lsn pg_lsn not null default pg_current_wal_insert_lsn(),
    at timestamptz not null default clock_timestamp(),
    kind "char" not null check (kind in ('I', 'U', 'D', 'T', 'M')),
    shape bigint,
    old text,
    new text
);

-- unless: to_regclass('loam.change_log_xid_idx') is not null
create index change_log_xid_idx on loam.change_log (xid);

-- Types go by the names that they have in everybody's sight.
-- unless: to_regprocedure('loam.shape_of(oid)') is not null
create function loam.shape_of(target oid) returns jsonb
language sql stable
set search_path = pg_catalog, public, extensions, pg_temp
as $$
    select jsonb_build_object('schema', n.nspname, 'table', c.relname,
        'identity', c.relreplident, 'columns', (
            select jsonb_agg(jsonb_build_object(
                'name', a.attname, 'type', a.atttypid::bigint,
                'type_name', format_type(a.atttypid, null), 'modifier', a.atttypmod,
                'identifies', c.relreplident = 'f' or exists (
                    select from pg_index
                    where indrelid = c.oid and a.attnum = any (indkey) and indimmediate
                        and case c.relreplident when 'd' then indisprimary
                            else indisreplident end)) order by a.attnum)
            from pg_attribute as a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.oid = target
$$;

-- The settings that values are written by are those of a replication connection.
-- unless: to_regprocedure('loam.capture_row()') is not null
create function loam.capture_row() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO' set intervalstyle = 'postgres' set timezone = 'UTC'
set bytea_output = 'hex' set extra_float_digits = 1
as $$
begin
    insert into loam.change_log (kind, shape, old, new)
    values (left(tg_op, 1)::"char", tg_argv[0]::bigint, old::text, new::text);
    return null;
end
$$;

-- unless: to_regprocedure('loam.capture_truncate()') is not null
create function loam.capture_truncate() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into loam.change_log (kind, shape) values ('T', tg_argv[0]::bigint);
    return null;
end
$$;

-- Has one table captured, as it is now; nothing where it is already. Takes the lock of CREATE
-- TRIGGER, behind which nobody writes, for the rest of the transaction.
-- unless: to_regprocedure('loam.capture_changes(regclass)') is not null
create function loam.capture_changes(target regclass) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
as $$
declare
    now_like jsonb := loam.shape_of(target);
    known bigint;
begin
    select id into known from loam.change_shapes
    where relid = target and shape = now_like
        and id = (select max(id) from loam.change_shapes where relid = target);
    if (select count(*) = 2 from pg_trigger
        where tgrelid = target and tgname in ('loam_capture_row', 'loam_capture_truncate')
            and tgenabled = 'A' and encode(tgargs, 'escape') = known || '\000')
    then
        return false;
    end if;
    if known is null then
        insert into loam.change_shapes (relid, shape) values (target, now_like)
        returning id into known;
    end if;
    execute format('create or replace trigger loam_capture_row'
        ' after insert or update or delete on %s'
        ' for each row execute function loam.capture_row(%s)', target, known);
    execute format('create or replace trigger loam_capture_truncate after truncate on %s'
        ' for each statement execute function loam.capture_truncate(%s)', target, known);
    execute format('alter table %s enable always trigger loam_capture_row,'
        ' enable always trigger loam_capture_truncate', target);
    return true;
end
$$;

-- unless: to_regprocedure('loam.release_changes(regclass)') is not null
create function loam.release_changes(target regclass) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('drop trigger if exists loam_capture_row on %s', target);
    execute format('drop trigger if exists loam_capture_truncate on %s', target);
end
$$;

-- Brings the triggers up to date, for these tables or for all, and says of how many tables; what it
-- cannot do it leaves with a warning.
-- unless: to_regprocedure('loam.tend_capture(oid[])') is not null
create function loam.tend_capture(among oid[] default null) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    target record;
    tended integer := 0;
begin
    if not exists (select from loam.capturing) then
        return 0;
    end if;
    for target in
        select c.oid, n.nspname, c.relname from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where c.relkind = 'r' and c.relpersistence = 'p' and c.oid >= 16384
            and n.nspname not in ('pg_catalog', 'information_schema', 'loam', '_realtime')
            and (among is null or c.oid = any (among))
        order by c.oid
    loop
        begin
            if loam.capture_changes(target.oid::regclass) then
                tended := tended + 1;
            end if;
        exception when others then
            raise warning 'changes of the table %.% are not captured: %',
                target.nspname, target.relname, sqlerrm
                using hint = 'Try again later: select loam.tend_capture()';
        end;
    end loop;
    return tended;
end
$$;

-- From now on all tables are captured, those to come too where there are event triggers.
-- unless: to_regprocedure('loam.start_capture()') is not null
create function loam.start_capture() returns integer
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into loam.capturing default values on conflict do nothing;
    select loam.tend_capture();
$$;

-- unless: to_regprocedure('loam.stop_capture()') is not null
create function loam.stop_capture() returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    delete from loam.capturing;
    select loam.release_changes(tgrelid::regclass) from pg_trigger
    where tgname = 'loam_capture_row';
    delete from loam.change_log;
$$;

-- What has a message of the change feed go into the log, and into the table while that takes its
-- place.
-- unless: to_regprocedure('loam.say(text, text)') is not null
create function loam.say(prefix text, content text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_logical_emit_message(true, prefix, content);
    if exists (select from loam.capturing) then
        insert into loam.change_log (kind, old, new) values ('M', prefix, content);
    end if;
end
$$;

-- unless: not has_function_privilege('public', 'loam.tend_capture(oid[])', 'execute')
revoke execute on function loam.capture_changes(regclass), loam.release_changes(regclass),
    loam.tend_capture(oid[]), loam.start_capture(), loam.stop_capture(), loam.say(text, text)
    from public;
