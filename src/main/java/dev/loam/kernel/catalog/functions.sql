-- Binds: exposed schemas. Their functions, without those that only PostgreSQL itself can call.
select p.oid, n.nspname, p.proname, d.description, p.prorettype, p.proretset, p.provolatile,
    p.provariadic <> 0, p.pronargs - p.pronargdefaults, p.proargtypes, p.proallargtypes,
    p.proargmodes, to_json(p.proargnames), to_json(p.proconfig)
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
left join pg_description d
    on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
where p.prokind = 'f' and n.nspname = any (?::name[])
    and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype,
        'language_handler'::regtype, 'fdw_handler'::regtype, 'index_am_handler'::regtype,
        'table_am_handler'::regtype, 'tsm_handler'::regtype)
    and not 'internal'::regtype = any (p.proargtypes)
order by n.nspname, p.proname, p.oid
