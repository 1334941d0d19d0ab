-- Answers to requests that came with an idempotency key, kept in the transactions of their effects.
-- Only the roles that Loam logs in as may get at them, and only through these functions. What the
-- keys were and what was answered is readable for whoever has the key alone.

-- `id` stands for caller and key; `request` and `answer` are null until the transaction that
-- claimed the key has done its work, and so for nobody else to see.
-- unless: to_regclass('loam.kept_answers') is not null
create table loam.kept_answers (
    id bytea primary key,
    request bytea,
    answer bytea,
    kept_until timestamptz not null
);

-- Sealed bytes cannot be made smaller.
-- title: storage of kept answers
-- unless: (select attstorage = 'e' from pg_attribute
--     where attrelid = to_regclass('loam.kept_answers') and attname = 'answer')
alter table loam.kept_answers alter column answer set storage external;

-- unless: to_regclass('loam.kept_answers_kept_until_idx') is not null
create index kept_answers_kept_until_idx on loam.kept_answers (kept_until);

-- No policy: should anybody be given rights on it, there is nothing to be seen.
-- title: row-level security of kept answers
-- unless: (select relrowsecurity from pg_class where oid = to_regclass('loam.kept_answers'))
alter table loam.kept_answers enable row level security;

-- Claims a key for the transaction that runs, after others that hold it have ended; no row then.
-- Otherwise what was answered under it, and where the log is by now.
-- unless: to_regprocedure('loam.claim_answer(bytea,bigint,bigint)') is not null
create function loam.claim_answer(claimed bytea, lifetime_seconds bigint, wait_millis bigint)
    returns table (request bytea, answer bytea, log_position text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    usual text := current_setting('lock_timeout');
    ends timestamptz := clock_timestamp() + make_interval(secs => lifetime_seconds);
begin
    perform set_config('lock_timeout', wait_millis || 'ms', true);
    -- It can be gone again, or run out, between being in the way and being read.
    for round in 1..5 loop
        insert into loam.kept_answers (id, kept_until) values (claimed, ends)
            on conflict do nothing;
        exit when found;
        return query
            select k.request, k.answer, pg_current_wal_insert_lsn()::text
            from loam.kept_answers as k
            where k.id = claimed and k.kept_until > clock_timestamp();
        exit when found;
        update loam.kept_answers as k set request = null, answer = null, kept_until = ends
        where k.id = claimed and k.kept_until <= clock_timestamp();
        exit when found;
        if round = 5 then
            raise lock_not_available using message = 'the key changes hands too often';
        end if;
    end loop;
    perform set_config('lock_timeout', usual, true);
end
$$;

-- unless: to_regprocedure('loam.keep_answer(bytea,bytea,bytea)') is not null
create function loam.keep_answer(claimed bytea, asked bytea, answered bytea) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update loam.kept_answers set request = asked, answer = answered where id = claimed
$$;

-- unless: to_regprocedure('loam.kept_answer(bytea)') is not null
create function loam.kept_answer(claimed bytea)
    returns table (request bytea, answer bytea, log_position text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select k.request, k.answer, pg_current_wal_insert_lsn()::text
    from loam.kept_answers as k
    where k.id = claimed and k.kept_until > clock_timestamp()
$$;

-- Deletes no more than so many of those that have run out, and says how many it were.
-- unless: to_regprocedure('loam.drop_answers(bigint)') is not null
create function loam.drop_answers(rows_max bigint) returns bigint
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    with gone as (
        delete from loam.kept_answers where ctid = any (array(
            select ctid from loam.kept_answers where kept_until < clock_timestamp()
            limit rows_max for update skip locked))
        returning 1)
    select count(*) from gone
$$;

-- title: rights on kept answers
-- unless: has_schema_privilege('authenticator', 'loam', 'usage')
--     and has_function_privilege('authenticator',
--         to_regprocedure('loam.drop_answers(bigint)'), 'execute')
--     and has_function_privilege('supabase_auth_admin',
--         to_regprocedure('loam.drop_answers(bigint)'), 'execute')
--     and not has_function_privilege('anon',
--         to_regprocedure('loam.drop_answers(bigint)'), 'execute')
do $$
begin
    revoke execute on function loam.claim_answer(bytea, bigint, bigint),
        loam.keep_answer(bytea, bytea, bytea), loam.kept_answer(bytea),
        loam.drop_answers(bigint) from public;
    grant usage on schema loam to authenticator, supabase_auth_admin;
    grant execute on function loam.claim_answer(bytea, bigint, bigint),
        loam.keep_answer(bytea, bytea, bytea), loam.kept_answer(bytea),
        loam.drop_answers(bigint) to authenticator, supabase_auth_admin;
end
$$;
