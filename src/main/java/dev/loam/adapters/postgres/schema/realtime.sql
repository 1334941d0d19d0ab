-- Messages of channels: the table whose policies say who may use a private channel, and the
-- functions with which SQL sends to one. Names, types and signatures are those that migrations and
-- dumps of existing projects refer to. Statements run as the role supabase_realtime_admin where
-- this login may become it, so that it owns what is made here.

-- The days are those of UTC, whatever the time zone of a session.
-- unless: to_regclass('realtime.messages') is not null
create table realtime.messages (
    topic text not null,
    extension text not null,
    payload jsonb,
    event text,
    private boolean default false,
    updated_at timestamp not null default (now() at time zone 'utc'),
    inserted_at timestamp not null default (now() at time zone 'utc'),
    id uuid not null default gen_random_uuid(),
    binary_payload bytea,
    primary key (id, inserted_at)
) partition by range (inserted_at);

-- What a table of an older project lacks.
-- unless columns: realtime.messages event private binary_payload
-- title: newer columns of realtime.messages
alter table realtime.messages
    add column if not exists event text,
    add column if not exists private boolean default false,
    add column if not exists binary_payload bytea;

-- unless columns: realtime.messages id
-- title: realtime.messages.id
alter table realtime.messages add column id uuid not null default gen_random_uuid();

-- For what comes when no partition of the day is there: a message is never refused for that.
-- unless: (select relkind <> 'p' from pg_class where oid = 'realtime.messages'::regclass)
-- unless: exists (select from pg_partitioned_table
--     where partrelid = 'realtime.messages'::regclass and partdefid <> 0)
create table realtime.messages_default partition of realtime.messages default;

-- unless: (select relkind <> 'p' from pg_class where oid = 'realtime.messages'::regclass)
-- unless: (select relrowsecurity from pg_class
--     where oid = to_regclass('realtime.messages_default'))
-- once: row-level security of realtime.messages_default
alter table realtime.messages_default enable row level security;

-- unless: to_regclass('realtime.messages_topic_time_index') is not null
create index messages_topic_time_index on realtime.messages (topic, inserted_at desc)
    where extension = 'broadcast' and private;

-- title: row-level security of realtime.messages
-- unless: (select relrowsecurity from pg_class where oid = 'realtime.messages'::regclass)
-- once: row-level security of realtime.messages
alter table realtime.messages enable row level security;

-- Policies decide which messages the API's roles read and write; partitions themselves are closed.
-- title: rights on realtime.messages
-- once: rights on realtime.messages
grant select, insert on realtime.messages
    to anon, authenticated, service_role, postgres, dashboard_user;

-- Makes the partitions of today and the next three days, and drops what is older than 72 hours.
-- Rows of a day that went to the default partition stay there until they are that old. Nobody waits
-- long for a lock: what cannot be had now is left for the next time.
-- unless: to_regprocedure('realtime.tend_messages()') is not null
create function realtime.tend_messages() returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
set datestyle = 'ISO'
as $$
declare
    today date := (now() at time zone 'utc')::date;
    oldest timestamp := (now() at time zone 'utc') - interval '72 hours';
    parted boolean := (
        select relkind = 'p' from pg_class where oid = 'realtime.messages'::regclass);
    fallback regclass;
    partition record;
    day date;
    done integer := 0;
begin
    if not parted then
        delete from realtime.messages where ctid = any (array(
            select ctid from realtime.messages where inserted_at < oldest limit 50000));
        return 0;
    end if;
    -- Two processes do not get into each other's way.
    if not pg_try_advisory_xact_lock(x'6C6F616D6D657373'::bigint) then
        return 0;
    end if;
    for day in select today + ahead from generate_series(0, 3) ahead loop
        continue when to_regclass('realtime.messages_' || to_char(day, 'YYYY_MM_DD')) is not null;
        begin
            execute format('create table realtime.%I (like realtime.messages including defaults)',
                'messages_' || to_char(day, 'YYYY_MM_DD'));
            execute format('alter table realtime.%I enable row level security',
                'messages_' || to_char(day, 'YYYY_MM_DD'));
            -- Unlike "create table … partition of", this lets others go on writing.
            execute format(
                'alter table realtime.messages attach partition realtime.%I'
                    || ' for values from (%L) to (%L)',
                'messages_' || to_char(day, 'YYYY_MM_DD'), day::timestamp,
                (day + 1)::timestamp);
            done := done + 1;
        exception when lock_not_available or check_violation or duplicate_table
                or invalid_object_definition or deadlock_detected then
            raise debug 'no partition for %: %', day, sqlerrm;
        end;
    end loop;
    for partition in
        select c.oid::regclass as name, (regexp_match(pg_get_expr(c.relpartbound, c.oid),
            ' TO \(''([^'']+)''\)$'))[1]::timestamp as until
        from pg_inherits
        join pg_class c on c.oid = inhrelid
        where inhparent = 'realtime.messages'::regclass
            and pg_get_expr(c.relpartbound, c.oid) ~ ' TO \(''[0-9 :.-]+''\)$'
    loop
        continue when partition.until > oldest;
        begin
            execute format('drop table %s', partition.name);
            done := done + 1;
        exception when lock_not_available or deadlock_detected or insufficient_privilege
                or dependent_objects_still_exist then
            raise debug 'partition % stays for now: %', partition.name, sqlerrm;
        end;
    end loop;
    fallback := (select nullif(partdefid, 0)::regclass from pg_partitioned_table
        where partrelid = 'realtime.messages'::regclass);
    if fallback is not null then
        execute format('delete from %1$s where ctid = any (array('
            || 'select ctid from %1$s where inserted_at < $1 limit 50000))', fallback)
            using oldest;
    end if;
    return done;
end
$$;

-- title: right to tend messages
-- once: right to tend messages
do $$
begin
    revoke execute on function realtime.tend_messages() from public;
    grant execute on function realtime.tend_messages() to service_role;
end
$$;

-- title: partitions of realtime.messages
-- unless: (select relkind <> 'p' from pg_class where oid = 'realtime.messages'::regclass)
-- unless: to_regclass('realtime.messages_' || to_char(now() at time zone 'utc', 'YYYY_MM_DD'))
--     is not null
select realtime.tend_messages();

-- A message is stored in the name of the caller, whose policies it is up to, and is told to the
-- channel once the transaction has committed. Whatever goes wrong is a warning: what a transaction
-- is for does not fail because nobody could be told of it. The topic is a setting for as long as
-- policies may ask for it.
-- unless: to_regprocedure('realtime.send(jsonb,text,text,boolean)') is not null
create function realtime.send(
    payload jsonb, event text, topic text, private boolean default true) returns void
language plpgsql
as $$
declare
    message_id uuid := gen_random_uuid();
    earlier text := coalesce(current_setting('realtime.topic', true), '');
begin
    perform set_config('realtime.topic', coalesce(send.topic, ''), true);
    insert into realtime.messages (id, topic, extension, event, private, payload, inserted_at)
    values (message_id, send.topic, 'broadcast', send.event, send.private,
        case when jsonb_typeof(send.payload) = 'object' and not send.payload ? 'id'
            then send.payload || jsonb_build_object('id', message_id) else send.payload end,
        now() at time zone 'utc');
    perform set_config('realtime.topic', earlier, true);
exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end
$$;

-- unless: to_regprocedure('realtime.send_binary(bytea,text,text,boolean)') is not null
create function realtime.send_binary(
    payload bytea, event text, topic text, private boolean default true) returns void
language plpgsql
as $$
declare
    earlier text := coalesce(current_setting('realtime.topic', true), '');
begin
    perform set_config('realtime.topic', coalesce(send_binary.topic, ''), true);
    insert into realtime.messages (topic, extension, event, private, binary_payload, inserted_at)
    values (send_binary.topic, 'broadcast', send_binary.event, send_binary.private,
        send_binary.payload, now() at time zone 'utc');
    perform set_config('realtime.topic', earlier, true);
exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end
$$;

-- For triggers for each row. Called in another way it is a mistake in a migration, and fails.
-- unless: to_regprocedure(
--     'realtime.broadcast_changes(text,text,text,text,text,record,record,text)') is not null
create function realtime.broadcast_changes(
    topic_name text, event_name text, operation text, table_name text, table_schema text,
    new record, old record, level text default 'ROW') returns void
language plpgsql
as $$
begin
    if level = 'STATEMENT' then
        raise exception 'realtime.broadcast_changes is for triggers "for each row"';
    end if;
    if operation is null or operation not in ('INSERT', 'UPDATE', 'DELETE') then
        raise exception 'realtime.broadcast_changes knows no operation %', operation;
    end if;
    perform realtime.send(
        jsonb_build_object('operation', operation, 'schema', table_schema, 'table', table_name,
            'record', to_jsonb(new), 'old_record', to_jsonb(old)),
        event_name, topic_name);
end
$$;

-- title: rights on functions that send
-- once: rights on functions that send
grant execute on function realtime.send(jsonb, text, text, boolean),
    realtime.send_binary(bytea, text, text, boolean),
    realtime.broadcast_changes(text, text, text, text, text, record, record, text)
    to anon, authenticated, service_role;

-- Who listens to changes of tables is not kept in the database. The table, with its types, is there
-- for SQL that names it.
-- unless: to_regtype('realtime.equality_op') is not null
create type realtime.equality_op as enum ('eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in');

-- unless: to_regtype('realtime.user_defined_filter') is not null
create type realtime.user_defined_filter as (
    column_name text,
    op realtime.equality_op,
    value text
);

-- unless: to_regprocedure('realtime.to_regrole(text)') is not null
create function realtime.to_regrole(role_name text) returns regrole
language sql immutable
as $$
    select pg_catalog.to_regrole(pg_catalog.quote_ident(role_name))
$$;

-- unless: to_regclass('realtime.subscription') is not null
create table realtime.subscription (
    id bigint generated always as identity primary key,
    subscription_id uuid not null,
    entity regclass not null,
    filters realtime.user_defined_filter[] not null default '{}',
    claims jsonb not null,
    claims_role regrole not null
        generated always as (realtime.to_regrole(claims ->> 'role')) stored,
    created_at timestamp not null default (now() at time zone 'utc'),
    action_filter text default '*'
        check (action_filter in ('*', 'INSERT', 'UPDATE', 'DELETE'))
);

-- unless columns: realtime.subscription action_filter
-- title: realtime.subscription.action_filter
alter table realtime.subscription add column action_filter text default '*'
    check (action_filter in ('*', 'INSERT', 'UPDATE', 'DELETE'));

-- title: rights on realtime.subscription
-- once: rights on realtime.subscription
grant select on realtime.subscription to service_role, postgres, dashboard_user;
