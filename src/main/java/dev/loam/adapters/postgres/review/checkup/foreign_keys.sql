-- An index serves a foreign key when it begins with its columns, in whatever order.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select case when c.reltuples >= 1000 then 'WARNING' else 'INFO' end as level,
    con.conrelid::regclass || ' (' || columns.names || ')' as object,
    'No index begins with ' || columns.names || ', so each row of ' || con.confrelid::regclass
        || ' that is deleted or gets another key reads all of ' || con.conrelid::regclass || '.'
        as reason,
    'create index ' || case when c.relkind = 'p' then '' else 'concurrently ' end || 'on '
        || con.conrelid::regclass || ' (' || columns.names || ');' as cure
from pg_constraint con
join pg_class c on c.oid = con.conrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral (
    select string_agg(quote_ident(a.attname), ', ' order by key.place) as names
    from unnest(con.conkey) with ordinality as key (number, place)
    join pg_attribute a on a.attrelid = con.conrelid and a.attnum = key.number
) as columns
cross join asked
where con.contype = 'f' and n.nspname = any (asked.schemas) and con.conparentid = 0
    and not exists (
        select from pg_index i
        where i.indrelid = con.conrelid and i.indisvalid and i.indpred is null
            and (i.indkey::int2[])[0:cardinality(con.conkey) - 1] @> con.conkey)
order by 2
