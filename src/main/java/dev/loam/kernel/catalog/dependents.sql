-- Binds: object ids of relations and sequences, of functions, of types that changed. What may have
-- changed with them: views, which may have begun or ceased to take writes, and tables whose defaults
-- print a name; `type` is true for a type, whose default does.
with recursive changed (class, id) as (
    select 'pg_class'::regclass::oid, unnest($1::oid[])
    union all
    select 'pg_proc'::regclass::oid, unnest($2::oid[])
    union all
    select 'pg_type'::regclass::oid, unnest($3::oid[])
), above (id) as (
    select unnest($1::oid[])
    union
    select r.ev_class
    from above a
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = a.id
        and d.classid = 'pg_rewrite'::regclass
    join pg_rewrite r on r.oid = d.objid
)
select id, false as type from above
union
select f.adrelid, false
from changed c
join pg_depend d on d.refclassid = c.class and d.refobjid = c.id
    and d.classid = 'pg_attrdef'::regclass
join pg_attrdef f on f.oid = d.objid
union
select d.refobjid, false
from unnest($1::oid[]) s (id)
join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.id and d.objsubid = 0
    and d.refclassid = 'pg_class'::regclass and d.deptype in ('i', 'a')
union
select d.objid, true
from changed c
join pg_depend d on d.refclassid = c.class and d.refobjid = c.id
    and d.classid = 'pg_type'::regclass and d.deptype = 'n'
