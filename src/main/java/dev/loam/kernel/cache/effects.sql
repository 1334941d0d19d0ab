-- Every relation that can be written to: whether a write may run a user's trigger or rule, its
-- partitions and children, and the tables whose rows a foreign key changes along with its own.
select c.oid, n.nspname, c.relname, c.relkind,
    t.tgrelid is not null or r.ev_class is not null as acts,
    i.children, f.cascades
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join (
    select distinct tgrelid from pg_trigger where not tgisinternal and tgenabled <> 'D'
) t on t.tgrelid = c.oid
left join (
    select distinct ev_class from pg_rewrite where ev_type <> '1'
) r on r.ev_class = c.oid
left join (
    select inhparent, array_agg(inhrelid) as children from pg_inherits group by inhparent
) i on i.inhparent = c.oid
left join (
    select confrelid, array_agg(distinct conrelid) as cascades
    from pg_constraint
    where contype = 'f' and (confdeltype in ('c', 'n', 'd') or confupdtype in ('c', 'n', 'd'))
    group by confrelid
) f on f.confrelid = c.oid
where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname !~ '^pg_(toast|temp)'
