select quote_ident(p.polname) as name,
    c.oid::regclass::text as relation,
    quote_ident(c.relname) as short_name,
    pg_get_expr(p.polqual, p.polrelid) as visible,
    pg_get_expr(p.polwithcheck, p.polrelid) as written,
    array(
        select quote_ident(attname)
        from pg_attribute a
        where attrelid = c.oid and attnum > 0 and not attisdropped and not exists (
            select from pg_index i
            where i.indrelid = c.oid and i.indisvalid and i.indkey[0] = a.attnum)) as unindexed
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any (?)
order by 2, 1
