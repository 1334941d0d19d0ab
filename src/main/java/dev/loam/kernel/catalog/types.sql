-- Binds: exposed schemas, three times. Every (type, modifier) that columns.sql and functions.sql
-- name: far fewer than columns, so that what is dear to find out is asked once for each.
-- Under an empty search path format_type qualifies whatever is not in pg_catalog.
with recursive used (id, modifier) as (
    select a.atttypid, a.atttypmod
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = any (?::name[])
    union
    select a.atttypid, a.atttypmod
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_type t on t.oid = p.prorettype
    left join pg_type b on b.oid = t.typbasetype
    join pg_attribute a
        on a.attrelid in (nullif(t.typrelid, 0), nullif(b.typrelid, 0))
            and a.attnum > 0 and not a.attisdropped
    where n.nspname = any (?::name[])
    union
    select unnest(array_append(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.prorettype)), -1
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any (?::name[])
), domain (id, base, modifier, not_null, default_sql) as (
    select t.oid, t.typbasetype, t.typtypmod, t.typnotnull, pg_get_expr(t.typdefaultbin, 0)
    from pg_type t
    where t.typtype = 'd' and t.oid in (select id from used)
    union all
    select d.id, t.typbasetype, t.typtypmod, d.not_null or t.typnotnull,
        coalesce(d.default_sql, pg_get_expr(t.typdefaultbin, 0))
    from domain d
    join pg_type t on t.oid = d.base and t.typtype = 'd'
), typed as (
    select u.id, u.modifier, n.nspname, t.typname, d.not_null, d.default_sql,
        coalesce(d.base, u.id) as base, coalesce(d.modifier, u.modifier) as base_modifier
    from used u
    join pg_type t on t.oid = u.id
    join pg_namespace n on n.oid = t.typnamespace
    left join domain d
        on d.id = u.id and exists (select from pg_type b where b.oid = d.base and b.typtype <> 'd')
)
select y.id, y.modifier, format_type(y.id, y.modifier),
    case when y.base <> y.id then format_type(y.base, y.base_modifier) end,
    y.nspname, y.typname, coalesce(y.not_null, false), y.default_sql,
    case
        when y.base in ('varchar'::regtype, 'bpchar'::regtype) and y.base_modifier > 4
            then y.base_modifier - 4
        when y.base in ('bit'::regtype, 'varbit'::regtype) and y.base_modifier > 0
            then y.base_modifier
    end as length_max,
    case when b.typtype = 'c' then b.typrelid end as relation,
    case when b.typtype = 'e' then
        (select json_agg(e.enumlabel order by e.enumsortorder)
         from pg_enum e where e.enumtypid = b.oid)
    end as labels
from typed y
join pg_type b on b.oid = y.base
