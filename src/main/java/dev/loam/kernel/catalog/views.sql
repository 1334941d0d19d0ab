-- Binds: object ids of views. Their rule trees.
select r.ev_class, r.ev_action
from pg_rewrite r
where r.rulename = '_RETURN' and r.ev_type = '1' and r.ev_class = any ($1::oid[])
