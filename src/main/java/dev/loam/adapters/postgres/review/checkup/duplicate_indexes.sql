-- Of two that are alike the one stays that keeps a rule, else the older.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'WARNING' as level, spare.indexrelid::regclass::text as object,
    'It is the same as ' || kept.indexrelid::regclass || ', and every write to '
        || spare.indrelid::regclass || ' pays for both.' as reason,
    'drop index concurrently ' || spare.indexrelid::regclass || ';' as cure
from pg_index spare
join pg_index kept on kept.indrelid = spare.indrelid and kept.indexrelid <> spare.indexrelid
    and kept.indkey = spare.indkey and kept.indclass = spare.indclass
    and kept.indcollation = spare.indcollation and kept.indoption = spare.indoption
    and kept.indisvalid
    and pg_get_expr(kept.indpred, kept.indrelid)
        is not distinct from pg_get_expr(spare.indpred, spare.indrelid)
    and pg_get_expr(kept.indexprs, kept.indrelid)
        is not distinct from pg_get_expr(spare.indexprs, spare.indrelid)
join pg_class k on k.oid = kept.indexrelid
join pg_class s on s.oid = spare.indexrelid and s.relam = k.relam
join pg_namespace n on n.oid = s.relnamespace
cross join asked
where n.nspname = any (asked.schemas) and s.relkind = 'i'
    and not exists (select from pg_constraint where conindid = spare.indexrelid)
    and not exists (select from pg_inherits where inhrelid = spare.indexrelid)
    and (not spare.indisunique or kept.indisunique)
    and (kept.indisunique > spare.indisunique
        or exists (select from pg_constraint where conindid = kept.indexrelid)
        or kept.indexrelid < spare.indexrelid)
order by 2
