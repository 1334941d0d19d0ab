-- What PostgreSQL may call by itself, in rows (kind, type, other, schema, function). A null type means
-- all of PostgreSQL's own, whose values meet whatever operator or cast there is.
--   type     a type of the database's own that can be told of
--   uses     values of the type are values of the other one, or may become such
--   calls    the function may be called for values of the type
--   column   a function of a row, which yields the other type
--   default  a function with a parameter whose default is more than a constant
-- What is immutable and written in C or the server's own looks at nothing but its arguments. An
-- aggregate is what its parts are.
with own as (
    select p.oid, n.nspname, p.proname, p.prokind, p.prorettype, p.proargtypes, p.pronargs,
        p.pronargdefaults
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    where p.oid >= 16384
        and (p.prokind = 'a' or p.provolatile <> 'i' or l.lanname not in ('c', 'internal'))
), looks as (
    select * from own where prokind <> 'a'
    union all
    select o.*
    from own o
    join pg_aggregate g on g.aggfnoid = o.oid
    where exists (select from own s where s.prokind <> 'a' and s.oid in (g.aggtransfn::oid,
        g.aggfinalfn::oid, g.aggcombinefn::oid, g.aggserialfn::oid, g.aggdeserialfn::oid,
        g.aggmtransfn::oid, g.aggminvtransfn::oid, g.aggmfinalfn::oid))
), typed as (
    select t.oid, t.typtype, t.typbasetype, t.typinput, t.typoutput
    from pg_type t
    where t.oid >= 16384 and t.typtype in ('b', 'd', 'e', 'r', 'm')
        and (t.typtype <> 'b' or t.typcategory <> 'A')
), edges (id, other) as (
    select oid, typbasetype from typed where typtype = 'd'
    union all select rngtypid, rngsubtype from pg_range where rngtypid >= 16384
    union all select rngmultitypid, rngtypid from pg_range where rngmultitypid >= 16384
    union all select castsource, casttarget from pg_cast where oid >= 16384 and castcontext = 'i'
), called (id, function) as (
    select oid, typinput::oid from typed
    union all select oid, typoutput::oid from typed
    union all select rngtypid, rngsubdiff::oid from pg_range
    union all select rngtypid, rngcanonical::oid from pg_range
    union all select oprleft, oprcode::oid from pg_operator where oid >= 16384
    union all select oprright, oprcode::oid from pg_operator where oid >= 16384
    union all select castsource, castfunc from pg_cast where oid >= 16384
        and (castsource >= 16384 or casttarget < 16384 or castcontext = 'i')
    union all select casttarget, castfunc from pg_cast where oid >= 16384 and casttarget >= 16384
    union all select amproclefttype, amproc::oid from pg_amproc where oid >= 16384
    union all
    select k.contypid, d.refobjid
    from pg_constraint k
    join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = k.oid
        and d.refclassid = 'pg_proc'::regclass
    where k.contypid >= 16384
)
select 'type', format_type(oid, null), null, null, null from typed
union all
select distinct 'uses', case when id >= 16384 then format_type(id, null) end,
    format_type(other, null), null, null
from edges
union all
select distinct 'calls',
    case when c.id >= 16384 and exists (select from typed t where t.oid = c.id)
        then format_type(c.id, null) end,
    null, l.nspname, l.proname
from called c
join looks l on l.oid = c.function
union all
-- Names that the statements of requests use without a schema. All but the first few are only ever
-- used with values of PostgreSQL's own types.
select 'calls', (select format_type(t.oid, null) from typed t where t.oid = l.proargtypes[0]), null,
    l.nspname, l.proname
from looks l
where l.proname in ('count', 'sum', 'avg', 'min', 'max', 'to_tsvector')
    or l.proname in ('json_agg', 'string_agg', 'length', 'replace', 'substring', 'translate',
            'current_setting', 'set_config', 'to_tsquery', 'plainto_tsquery',
            'phraseto_tsquery', 'websearch_to_tsquery', 'json_to_record', 'json_to_recordset',
            'json_build_object', 'json_object_keys')
        and not exists (select from unnest(l.proargtypes) a (id) where a.id >= 16384)
union all
-- C functions that are immutable serve as columns too, and must be known to.
select 'column', null, format_type(p.prorettype, null), n.nspname, p.proname
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_type a on p.pronargs >= 1 and a.oid = p.proargtypes[0]
    and (a.typtype = 'c' or a.typname in ('record', 'any', 'anyelement', 'anynonarray',
        'anycompatible', 'anycompatiblenonarray'))
where p.oid >= 16384 and p.prokind = 'f' and p.pronargs - p.pronargdefaults <= 1
    and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
union all
select distinct 'default', null, null, nspname, proname
from own o
join pg_proc p using (oid, proname)
where p.proargdefaults is not null and p.proargdefaults::text ~ '\{(?!CONST )'
