-- Of each table why its changes are not all told by the triggers that write them down, NULL where
-- they are.
select c.oid,
    case
        when c.relpersistence = 'u' then 'is unlogged'
        when (select count(distinct p.proname) < 2 from pg_trigger t
              join pg_proc p on p.oid = t.tgfoid
              join pg_namespace n on n.oid = p.pronamespace
              where t.tgrelid = c.oid and t.tgenabled = 'A' and n.nspname = 'loam'
                  and p.proname in ('capture_row', 'capture_truncate'))
            then 'is not captured'
    end
from pg_class c
where c.relkind = 'r' and c.oid >= 16384 and c.relpersistence <> 't'
