-- Operators and casts that are not PostgreSQL's own, with the functions behind them; of casts,
-- whether they make a value into JSON, as every function does that makes JSON of rows, and, where
-- they have to be asked for, the type that has to be named for that.
select oid, oprname, oprcode::oid, false, 0, null from pg_operator
where oid >= 16384 and oprcode <> 0
union all
select 0, null, c.castfunc, c.casttarget in ('json'::regtype, 'jsonb'::regtype), t.oid, t.typname
from pg_cast c
left join pg_type t on t.oid = c.casttarget and c.castcontext = 'e' and t.oid >= 16384
where c.oid >= 16384 and c.castfunc <> 0
