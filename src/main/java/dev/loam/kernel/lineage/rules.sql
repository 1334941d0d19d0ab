-- The queries of views, in PostgreSQL's own form. What a materialized view reads does not count: it
-- changes when it is refreshed.
select r.ev_class, r.ev_action::text
from pg_rewrite r
join pg_class c on c.oid = r.ev_class
where c.relkind = 'v' and r.rulename = '_RETURN' and c.oid >= 16384
