select c.oid::regclass::text as name,
    c.relkind::text as kind,
    c.relrowsecurity as guarded,
    exists (select from pg_policy where polrelid = c.oid) as policies,
    array(
        select r.rolname::text
        from pg_roles r
        where r.rolname = any (?) and has_schema_privilege(r.oid, c.relnamespace, 'usage')
            and (has_any_column_privilege(r.oid, c.oid, 'select, insert, update')
                or has_table_privilege(r.oid, c.oid, 'delete, truncate'))
        order by 1) as reached_by
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any (?) and c.relkind in ('r', 'p', 'f', 'm')
    and not exists (
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
order by 1
