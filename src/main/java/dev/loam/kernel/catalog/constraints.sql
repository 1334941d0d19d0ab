-- Binds: object ids of relations, exposed schemas. Their primary, unique and foreign keys, and the
-- checks of exposed tables. A foreign key that a partition inherited is left out: its parent's stands
-- for it. The columns' names are given for foreign keys of tables that are not exposed.
select k.oid, k.conname, k.contype, k.conrelid, k.conkey, k.confrelid, k.confkey,
    case when k.contype = 'f' and n.nspname <> all ($2::name[]) then
        (select json_agg(a.attname order by i.ordinality)
         from unnest(k.conkey) with ordinality i
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = i.i)
    end,
    case when k.contype = 'c' then pg_get_constraintdef(k.oid) end
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where k.conrelid = any ($1::oid[])
    and (k.contype in ('p', 'u') or k.contype = 'f' and k.conparentid = 0
        or k.contype = 'c' and c.relkind in ('r', 'p') and n.nspname = any ($2::name[]))
order by k.conrelid, k.conname
