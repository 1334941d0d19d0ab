-- Functions that are not PostgreSQL's own. The text of a body only where it is read; behind it the
-- parsed body and the defaults of arguments; the functions that an aggregate is made of; whether
-- the name can stand for a column of a row; and what the result is.
select p.oid, n.nspname, p.proname, l.lanname, p.provolatile,
    case
        when l.lanname in ('sql', 'plpgsql') and p.provolatile <> 'v' and p.prosqlbody is null
            then p.prosrc
    end,
    p.prosqlbody::text, p.proargdefaults::text,
    case
        when p.prokind = 'a' then array[a.aggtransfn, a.aggfinalfn, a.aggcombinefn,
            a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]::oid[]
    end,
    p.pronargs = 1 and exists (
        select from pg_type t
        where t.oid = p.proargtypes[0] and (t.typtype in ('c', 'p') or t.typbasetype <> 0)),
    p.prorettype, coalesce(p.proconfig::text ~* 'standard_conforming_strings', false),
    case when d.description ~ '@cache' then d.description end
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate a on a.aggfnoid = p.oid
left join pg_description d
    on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
where p.oid >= 16384
