-- Types that are not PostgreSQL's own, with the types that they are made of, and with the checks of
-- domains, and whether it is a row.
select t.oid, t.typname,
    array[t.typbasetype, t.typelem, r.rngsubtype, m.rngsubtype]::oid[]
        || coalesce((select array_agg(a.atttypid) from pg_attribute a
            where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '{}'),
    (select json_agg(c.conbin::text) from pg_constraint c
     where c.contypid = t.oid and c.conbin is not null),
    t.typtype = 'c'
from pg_type t
left join pg_range r on r.rngtypid = t.oid
left join pg_range m on m.rngmultitypid = t.oid
where t.oid >= 16384 and t.typisdefined
