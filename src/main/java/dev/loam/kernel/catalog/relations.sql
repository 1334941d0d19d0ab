-- Binds: object ids, exposed schemas. `writes` has bit 4 for update, 8 for insert and 16 for delete,
-- as pg_relation_is_updatable says; it counts INSTEAD OF triggers. Tables always take all three, and
-- asking the function about each of them is slow. `acts` says that a write may run a user's trigger
-- or rule; `texts_differ` is `textsDiffer` of Table. What is only for clients is left out of relations
-- that are not exposed.
select c.oid, n.nspname, c.relname, c.relkind, x.exposed,
    case when x.exposed then d.description end,
    case
        when c.relkind in ('r', 'p') then 28
        when c.relkind in ('m', 'c') or not x.exposed then 0
        else pg_relation_is_updatable(c.oid, true)
    end as writes,
    c.relhastriggers
        and exists (select from pg_trigger t
            where t.tgrelid = c.oid and t.tgrelid = any ($1::oid[]) and not t.tgisinternal)
        or c.relhasrules
            and exists (select from pg_rewrite r
                where r.ev_class = c.oid and r.ev_class = any ($1::oid[]) and r.ev_type <> '1')
        as acts,
    (select array_agg(i.inhparent) from pg_inherits i where i.inhrelid = c.oid) as parents,
    c.relkind = 'r' and x.exposed and not c.relhassubclass
        and not exists (select from pg_attribute a
            join pg_collation k on k.oid = a.attcollation and not k.collisdeterministic
            where a.attrelid = c.oid and a.attrelid = any ($1::oid[])) as texts_differ
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join lateral (select c.relkind <> 'c' and n.nspname = any ($2::name[])) x (exposed)
left join pg_description d
    on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
    and d.objoid = any ($1::oid[])
where c.oid = any ($1::oid[]) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
