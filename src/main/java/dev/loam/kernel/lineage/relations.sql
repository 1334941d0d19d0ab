-- Every relation that a query can name. Of PostgreSQL's own (second last column) nothing but the
-- name counts. Temporary ones belong to other sessions and are left out.
select c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.relrowsecurity,
    c.relforcerowsecurity, pg_get_userbyid(c.relowner),
    c.oid < 16384 or n.nspname in ('pg_catalog', 'information_schema', 'pg_toast') as own,
    case when d.description ~ '@cache' then d.description end
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_description d
    on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_(temp|toast)'
