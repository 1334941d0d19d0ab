-- Operators and casts that are not PostgreSQL's own, with the functions behind them; of casts, whether
-- they make a value into JSON, as every function does that makes JSON of rows.
select oid, oprname, oprcode::oid, false from pg_operator where oid >= 16384 and oprcode <> 0
union all
select 0, null, castfunc, casttarget in ('json'::regtype, 'jsonb'::regtype)
from pg_cast where oid >= 16384 and castfunc <> 0
