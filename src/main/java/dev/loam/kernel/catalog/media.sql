-- Binds: exposed schemas and the extra search path. Functions and aggregates whose result is a
-- domain named like a media type (RFC 6838, section 4.2). An aggregate is one over a relation's row
-- type, or over anyelement (then `relation` is null). The last column says whether the domain,
-- perhaps over further ones, stands for bytea.
select lower(t.typname), n.nspname, p.proname, nullif(a.typrelid, 0) as relation, p.prokind = 'a',
    (with recursive under (id) as (
        select t.typbasetype
        union all
        select b.typbasetype from under u join pg_type b on b.oid = u.id and b.typtype = 'd'
    ) select bool_or(id = 'bytea'::regtype) from under)
from pg_type t
join pg_proc p on p.prorettype = t.oid
join pg_namespace n on n.oid = p.pronamespace
left join pg_type a on a.oid = p.proargtypes[0]
where t.typtype = 'd'
    and t.typname ~ '^([A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*|\*/\*)$'
    and n.nspname = any ($1::name[])
    and (p.prokind = 'f'
        or p.prokind = 'a' and p.pronargs = 1
            and (p.proargtypes[0] = 'anyelement'::regtype or a.typtype = 'c'))
order by 1, 2, 3, p.oid
