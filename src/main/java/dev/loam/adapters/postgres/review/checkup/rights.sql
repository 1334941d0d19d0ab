with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'ERROR' as level, 'role ' || quote_ident(role) as object,
    case when r.oid is null then 'It does not exist, and requests run under it.'
        else 'The login ' || quote_ident(login) || ' may not become it, and requests run under it.'
    end as reason,
    case when r.oid is null then 'create role ' || quote_ident(role) || ' nologin; ' else '' end
        || 'grant ' || quote_ident(role) || ' to ' || quote_ident(login) || ';' as cure
from asked
cross join unnest(asked.roles) as role
left join pg_roles r on r.rolname = role
where exists (select from pg_roles where rolname = login)
    and (r.oid is null or not pg_has_role(login, r.oid, 'member'))
order by 2
