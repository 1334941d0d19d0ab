-- PostgreSQL's own functions that are not IMMUTABLE; whether one is an aggregate, or stands behind
-- an operator, a cast or an aggregate of PostgreSQL's own.
select p.oid, p.proname, p.provolatile, p.prokind = 'a',
    exists (select from pg_operator o where o.oprcode = p.oid and o.oid < 16384)
        or exists (select from pg_cast c where c.castfunc = p.oid and c.oid < 16384)
        or exists (
            select from pg_aggregate a
            where p.oid in (a.aggtransfn, a.aggfinalfn) and a.aggfnoid < 16384)
from pg_proc p
where p.oid < 16384 and p.provolatile <> 'i'
