-- Functions from one row of a relation to rows of a relation, wherever they are.
select n.nspname, p.proname, a.typrelid, r.typrelid, not p.proretset or p.prorows = 1
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_type a on a.oid = p.proargtypes[0] and a.typtype = 'c'
join pg_type r on r.oid = p.prorettype and r.typtype = 'c'
where p.prokind = 'f' and p.pronargs = 1
    and n.nspname not in ('pg_catalog', 'information_schema')
order by n.nspname, p.proname, p.oid
