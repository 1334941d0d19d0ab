-- Binds: exposed schemas. Primary, unique and foreign keys of every schema but PostgreSQL's own,
-- since views may stand before tables of any. A foreign key that a partition inherited is left out:
-- its parent's stands for it. Names are given for foreign keys of tables that are not exposed.
select k.oid, k.conname, k.contype, k.conrelid, k.conkey, k.confrelid, k.confkey,
    case when x.hidden then n.nspname end,
    case when x.hidden then c.relname end,
    case when x.hidden then
        (select json_agg(a.attname order by i.ordinality)
         from unnest(k.conkey) with ordinality i
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = i.i)
    end
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral (select k.contype = 'f' and n.nspname <> all (?::name[])) x (hidden)
where (k.contype in ('p', 'u') or k.contype = 'f' and k.conparentid = 0)
    and n.nspname not in ('pg_catalog', 'information_schema')
order by c.relname, k.conname
