-- A view reads its tables with the rights of its owner, unless it is told to use its caller's; so
-- does each view below it.
with recursive view as (
    select c.oid, c.relowner, exists (
        select from pg_options_to_table(c.reloptions)
        where option_name = 'security_invoker' and option_value::boolean) as invoker
    from pg_class c
    where c.relkind = 'v'
), reads as (
    select distinct r.ev_class as reader, d.refobjid as read
    from pg_rewrite r
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
), reach as (
    select view.oid as root, reads.read, view.relowner as reader_role
    from view join reads on reads.reader = view.oid
    where not view.invoker
    union
    select reach.root, reads.read,
        case when view.invoker then reach.reader_role else view.relowner end
    from reach
    join view on view.oid = reach.read
    join reads on reads.reader = view.oid
)
select c.oid::regclass::text as name,
    pg_get_userbyid(c.relowner)::text as owner,
    string_agg(distinct t.oid::regclass::text, ', ') as tables,
    callers.names as reached_by
from reach
join pg_class c on c.oid = reach.root
join pg_namespace n on n.oid = c.relnamespace
join pg_class t on t.oid = reach.read
join pg_roles reader on reader.oid = reach.reader_role
cross join lateral (select array(
    select r.rolname::text
    from pg_roles r
    where r.rolname = any (?) and has_schema_privilege(r.oid, c.relnamespace, 'usage')
        and has_any_column_privilege(r.oid, c.oid, 'select, insert, update')
    order by 1) as names) as callers
where n.nspname = any (?) and t.relkind in ('r', 'p') and t.relrowsecurity
    and (reader.rolsuper or reader.rolbypassrls
        or pg_has_role(reader.oid, t.relowner, 'usage') and not t.relforcerowsecurity)
    and not exists (
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
group by c.oid, c.relowner, callers.names
having cardinality(callers.names) > 0
order by 1
