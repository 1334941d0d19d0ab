-- Binds: exposed schemas. One row for each of their relations. `writes` has bit 4 for update,
-- 8 for insert and 16 for delete, as pg_relation_is_updatable says; it counts INSTEAD OF triggers.
-- Tables always take all three, and asking the function about each of them is slow.
select c.oid, n.nspname, c.relname, c.relkind, d.description,
    case c.relkind
        when 'r' then 28
        when 'p' then 28
        when 'm' then 0
        else pg_relation_is_updatable(c.oid, true)
    end as writes
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_description d
    on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = any (?::name[])
order by n.nspname, c.relname
