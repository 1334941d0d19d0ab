-- Who asked for which version of the API how often, added up over the lives of the process.

-- `caller` is the id of an API key, else a role.
-- unless: to_regclass('loam.version_use') is not null
create table loam.version_use (
    version date not null,
    caller text not null,
    requests bigint not null,
    last_used_at timestamptz not null,
    primary key (version, caller)
);

-- title: row-level security of the use of versions
-- unless: (select relrowsecurity from pg_class where oid = to_regclass('loam.version_use'))
alter table loam.version_use enable row level security;

-- Adds an array of {"version", "caller", "requests"}, in an order that keeps several servers from
-- waiting for each other in circles.
-- unless: to_regprocedure('loam.add_version_use(jsonb)') is not null
create function loam.add_version_use(counted jsonb) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into loam.version_use as known (version, caller, requests, last_used_at)
    select (one->>'version')::date, one->>'caller', (one->>'requests')::bigint, clock_timestamp()
    from jsonb_array_elements(counted) as one
    order by 1, 2
    on conflict (version, caller) do update
    set requests = known.requests + excluded.requests, last_used_at = excluded.last_used_at
$$;

-- title: rights on the use of versions
-- unless: has_function_privilege('authenticator',
--         to_regprocedure('loam.add_version_use(jsonb)'), 'execute')
--     and not has_function_privilege('anon',
--         to_regprocedure('loam.add_version_use(jsonb)'), 'execute')
do $$
begin
    revoke execute on function loam.add_version_use(jsonb) from public;
    grant usage on schema loam to authenticator;
    grant execute on function loam.add_version_use(jsonb) to authenticator;
end
$$;
