select p.oid::regprocedure::text as name,
    pg_get_userbyid(p.proowner)::text as owner,
    concat_ws(', ', quote_ident(n.nspname),
        case when to_regnamespace('extensions') is not null then 'extensions' end,
        'pg_temp') as path,
    exists (select from unnest(p.proconfig) as c where c like 'search_path=%') as fixed,
    case when p.prorettype in ('trigger'::regtype, 'event_trigger'::regtype) then '{}'
        else array(
            select r.rolname::text
            from pg_roles r
            where r.rolname = any (?) and has_schema_privilege(r.oid, p.pronamespace, 'usage')
                and has_function_privilege(r.oid, p.oid, 'execute')
            order by 1) end as reached_by
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname = any (?) and p.prosecdef
    and not exists (
        select from pg_depend
        where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
order by 1
