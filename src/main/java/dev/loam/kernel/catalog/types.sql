-- Binds: object ids and modifiers of types, side by side. So that what is dear to find out is asked
-- once for each different one. Under an empty search path format_type qualifies whatever is not in
-- pg_catalog. `named` is the relation after which the type, or its base or element, is named. `checks`
-- are those of all domains in a row, unless texts that differ may be equal to one of them.
with recursive used (id, modifier) as (
    select * from unnest($1::oid[], $2::int4[])
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
    end as labels,
    coalesce(nullif(b.typrelid, 0), (select e.typrelid from pg_type e where e.oid = b.typelem))
        as named,
    case when y.base <> y.id then
        (select json_object_agg(k.conname, pg_get_constraintdef(k.oid) order by k.conname)
         from pg_constraint k
         join pg_type t on t.oid = k.contypid
         where k.contype = 'c'
            and (k.contypid = y.id
                or k.contypid in (select d.base from domain d where d.id = y.id))
            and not exists (select from pg_collation c
                where c.oid = t.typcollation and not c.collisdeterministic))
    end as checks
from typed y
join pg_type b on b.oid = y.base
