-- Binds: object ids, exposed schemas. Of these functions the ones that are exposed, without those
-- that only PostgreSQL itself can call; and those from one row of a relation to rows of a relation
-- (then the last three columns say so), wherever they are.
select p.oid, n.nspname, p.proname, d.description, p.prorettype, p.proretset, p.provolatile,
    p.provariadic <> 0, p.pronargs - p.pronargdefaults, p.proargtypes, p.proallargtypes,
    p.proargmodes, to_json(p.proargnames), to_json(p.proconfig),
    n.nspname = any ($2::name[])
        and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype,
            'internal'::regtype, 'language_handler'::regtype, 'fdw_handler'::regtype,
            'index_am_handler'::regtype, 'table_am_handler'::regtype, 'tsm_handler'::regtype)
        and not 'internal'::regtype = any (p.proargtypes) as exposed,
    a.typrelid, r.typrelid, not p.proretset or p.prorows = 1
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
left join pg_type a on p.pronargs = 1 and a.oid = p.proargtypes[0] and a.typtype = 'c'
left join pg_type r on a.oid is not null and r.oid = p.prorettype and r.typtype = 'c'
left join pg_description d
    on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
where p.oid = any ($1::oid[]) and p.prokind = 'f'
    and (n.nspname = any ($2::name[]) or r.oid is not null)
