-- The rule trees of all views but PostgreSQL's own: a view may stand on views of any schema.
select r.ev_class, r.ev_action
from pg_rewrite r
join pg_class c on c.oid = r.ev_class
join pg_namespace n on n.oid = c.relnamespace
where r.rulename = '_RETURN' and r.ev_type = '1' and c.relkind in ('v', 'm')
    and n.nspname not in ('pg_catalog', 'information_schema')
